package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** An instance laid down for as long as something is read from it that lies anywhere within. */
public final class SpooledFile {
    private static final Logger LOG = Logger.getLogger(SpooledFile.class);

    private SpooledFile() {}

    /**
     * Lays the content down, reads it, and hands it on; gone when what was made of it ends, fails or is cancelled.
     *
     * @param content a Part 10 file; one that cannot be read is {@code BAD_GATEWAY}
     */
    public static <T> Multi<T> use(Vertx vertx, Multi<Buffer> content, Function<DicomFile, Multi<T>> reading) {
        return Worker.run(() -> Files.createTempFile("webqx-", ".dcm")).onItem().transformToMulti(path -> write(
                        vertx, path, content)
                .chain(() -> Worker.run(() -> DicomFile.read(path)))
                .onItem()
                .transformToMulti(reading)
                .onTermination()
                .invoke(() -> delete(path)));
    }

    private static Uni<Void> write(Vertx vertx, Path path, Multi<Buffer> content) {
        return vertx.fileSystem()
                .open(path.toString(), new OpenOptions().setWrite(true))
                .flatMap(file -> content.onItem()
                        .transformToUniAndConcatenate(
                                piece -> file.write(io.vertx.mutiny.core.buffer.Buffer.newInstance(piece))
                                        .invoke(() -> Passing.letGo(piece)))
                        .collect()
                        .asList()
                        .onItemOrFailure()
                        .call(file::close)
                        .replaceWithVoid());
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            LOG.warnf("%s is left behind: %s", path.getFileName(), left.getMessage());
        }
    }
}
