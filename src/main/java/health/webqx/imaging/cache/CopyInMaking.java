package health.webqx.imaging.cache;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A file that is made of an instance as it comes. What cannot be kept, because it is too large or our disk does not take it, is
 * given up, which never fails what comes. One call after the other, but for {@link #discard}; none blocks.
 */
final class CopyInMaking {
    private static final Logger LOG = Logger.getLogger(CopyInMaking.class);

    private final Path path;
    private final AsyncFile file;
    private final long largest;
    private long size;
    private boolean givenUp;
    /** Whoever leaves may do so while the last piece comes. */
    private final AtomicBoolean ended = new AtomicBoolean();

    private CopyInMaking(Path path, AsyncFile file, long largest) {
        this.path = path;
        this.file = file;
        this.largest = largest;
    }

    /** An empty one; none where our disk does not take it. */
    static Uni<Optional<CopyInMaking>> begin(CacheFolder folder, long largest, Vertx vertx) {
        return DiskWork.run(folder::newFile)
                .flatMap(path -> vertx.fileSystem()
                        .open(path.toString(), new OpenOptions().setWrite(true))
                        .onFailure()
                        .call(failed -> deleted(path))
                        .map(file -> Optional.of(new CopyInMaking(path, file, largest))))
                .onFailure()
                .recoverWithItem(full -> {
                    tellOf(full);
                    return Optional.empty();
                });
    }

    /** Writes what comes next, unless it was given up; whoever holds the piece may let go of it when this has completed. */
    Uni<Void> add(Buffer piece) {
        size += piece.length();
        if (size > largest || givenUp) {
            givenUp = true;
            return discard();
        }
        return file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(piece))
                .onFailure()
                .recoverWithUni(full -> {
                    tellOf(full);
                    givenUp = true;
                    return discard();
                });
    }

    /** Whether nothing will be kept. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** The file, whole; none of what was given up or let go of. {@code BAD_GATEWAY} for what is not readable as DICOM. */
    Uni<Optional<HeldFile>> end() {
        if (givenUp || !ended.compareAndSet(false, true)) {
            return discard().replaceWith(Optional.empty());
        }
        return file.close()
                .chain(() -> DiskWork.read(() -> Optional.of(HeldFile.of(path))))
                .onFailure()
                .call(failed -> deleted(path));
    }

    /** Nothing is left of it, unless it has come to its end. */
    Uni<Void> discard() {
        return ended.compareAndSet(false, true)
                ? file.close().onFailure().recoverWithNull().chain(() -> deleted(path))
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> deleted(Path path) {
        return DiskWork.run(() -> {
                    CacheFolder.delete(path);
                    return path;
                })
                .replaceWithVoid();
    }

    private static void tellOf(Throwable full) {
        LOG.warnf("an instance is not kept: %s", full.getMessage());
    }
}
