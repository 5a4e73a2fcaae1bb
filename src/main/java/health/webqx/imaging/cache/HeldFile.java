package health.webqx.imaging.cache;

import health.webqx.imaging.dicom.DicomFile;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;

/** A file that stays while anybody reads from it; who keeps it counts as the first. Thread-safe. */
final class HeldFile {
    private final Path path;
    private final long size;
    private SoftReference<DicomFile> content;
    private int holders = 1;

    HeldFile(Path path, long size, DicomFile content) {
        this.path = path;
        this.size = size;
        this.content = new SoftReference<>(content);
    }

    /** What is known of it without its bulk values; read again, blocking, where memory was wanted for other things. */
    synchronized DicomFile content() throws IOException {
        DicomFile known = content.get();
        if (known == null) {
            known = DicomFile.read(path);
            content = new SoftReference<>(known);
        }
        return known;
    }

    /** Bytes on disk. */
    long size() {
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
    synchronized void release() {
        holders--;
        if (holders == 0) {
            Infrastructure.getDefaultWorkerPool().execute(() -> CacheFolder.delete(path));
        }
    }
}
