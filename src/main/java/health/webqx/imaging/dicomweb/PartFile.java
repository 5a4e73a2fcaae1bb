package health.webqx.imaging.dicomweb;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** One part of a request's body, laid down as it comes. */
final class PartFile {
    private static final Logger LOG = Logger.getLogger(PartFile.class);

    private final Path path;
    private final AsyncFile file;
    private long size;

    private PartFile(Path path, AsyncFile file) {
        this.path = path;
        this.file = file;
    }

    static Uni<PartFile> open(Vertx vertx) {
        return Worker.run(() -> Files.createTempFile("webqx-", ".dcm"))
                .flatMap(path -> vertx.fileSystem()
                        .open(path.toString(), new OpenOptions().setWrite(true))
                        .map(file -> new PartFile(path, file)))
                .onFailure()
                .transform(PartFile::cannotBeLaidDown);
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    /** Some of it, to be read by a worker. */
    InputStream open(ByteRange.Slice slice) throws IOException {
        InputStream in = Files.newInputStream(path);
        in.skipNBytes(slice.from());
        return new BoundedInput(in, slice.count());
    }

    Uni<Void> write(Buffer piece) {
        size += piece.length();
        return file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(piece))
                .onFailure()
                .transform(PartFile::cannotBeLaidDown);
    }

    Uni<Void> close() {
        return file.close().onFailure().transform(PartFile::cannotBeLaidDown);
    }

    /** Takes it away, closed or not; never fails. */
    Uni<Void> discard() {
        return file.close()
                .onFailure()
                .recoverWithNull()
                .chain(() -> Worker.run(() -> delete(path)))
                .replaceWithVoid();
    }

    private static boolean delete(Path path) {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException left) {
            LOG.warnf("%s is left behind: %s", path.getFileName(), left.getMessage());
            return false;
        }
    }

    private static Failure cannotBeLaidDown(Throwable failure) {
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the instance cannot be laid down now", failure);
    }
}
