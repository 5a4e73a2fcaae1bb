package health.webqx.imaging.cache;

import health.webqx.imaging.dicom.DicomFile;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An instance's file that stays while anybody reads from it; who keeps it counts as the first. Thread-safe. */
public final class HeldFile {
    /** A file of fewer bytes is sent sooner than it is opened. */
    private static final int SMALL = 16 * 1024;

    private final Path path;
    private final long size;
    private volatile SoftReference<Description> description;
    private int holders = 1;

    /**
     * What is known of a file while memory is not wanted for other things.
     *
     * @param file its bulk values are read from {@code whole} where that is present, else from disk
     * @param whole all its bytes, where they are few; not to be changed
     */
    public record Description(DicomFile file, Optional<Buffer> whole) {
        private static Description read(Path path, long size) throws IOException {
            if (size > SMALL) {
                return new Description(DicomFile.read(path), Optional.empty());
            }
            byte[] bytes = Files.readAllBytes(path);
            return new Description(DicomFile.read(bytes), Optional.of(Buffer.buffer(bytes)));
        }
    }

    private HeldFile(Path path, long size, Description description) {
        this.path = path;
        this.size = size;
        this.description = new SoftReference<>(description);
    }

    /** A file that is complete, and its holder's. Blocks. */
    static HeldFile of(Path path) throws IOException {
        long size = Files.size(path);
        return new HeldFile(path, size, Description.read(path, size));
    }

    /** Where it lies. Not to be written to. */
    public Path path() {
        return path;
    }

    /** Whether it can be read: its file is still there, or all of it is in memory. */
    boolean isThere() {
        Description known = description.get();
        return (known != null && known.whole().isPresent()) || Files.exists(path);
    }

    /** What is known of it; never blocks. {@code BAD_GATEWAY} where it cannot be read. */
    public Uni<Description> description() {
        Description known = description.get();
        return known == null ? DiskWork.read(this::readAgain) : Uni.createFrom().item(known);
    }

    private Description readAgain() throws IOException {
        Description read = Description.read(path, size);
        description = new SoftReference<>(read);
        return read;
    }

    /** Bytes on disk. */
    public long size() {
        return size;
    }

    /** One more holds it; false where it is gone already. */
    synchronized boolean take() {
        if (holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    /** The last one to let go has it deleted. */
    public synchronized void release() {
        holders--;
        if (holders == 0) {
            Infrastructure.getDefaultWorkerPool().execute(() -> CacheFolder.delete(path));
        }
    }
}
