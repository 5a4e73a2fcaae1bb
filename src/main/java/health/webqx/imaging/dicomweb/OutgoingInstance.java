package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Transcoding;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.RetrievedInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The transfer syntax an instance leaves in (PS3.18 8.7.3): as stored, but Implicit VR Little Endian and Explicit VR Big
 * Endian never leave and become Explicit VR Little Endian, in constant memory.
 */
@ApplicationScoped
class OutgoingInstance {
    private final Vertx vertx;

    OutgoingInstance(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The syntax it will leave in; {@code NOT_ACCEPTABLE} when the client asked for one that cannot be made here. */
    static TransferSyntax syntax(RetrievedInstance instance, Optional<String> wanted) {
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntax());
        TransferSyntax outgoing = stored.staysHome() ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : stored;
        if (wanted.isPresent()
                && !wanted.get().equals("*")
                && !wanted.get().equals(outgoing.uid().value())) {
            throw Failure.at(
                    FailureKind.NOT_ACCEPTABLE,
                    "Accept",
                    "available with transfer-syntax=" + outgoing.uid().value());
        }
        return outgoing;
    }

    /** Its content in that syntax. */
    Multi<Buffer> content(RetrievedInstance instance) {
        return TransferSyntax.of(instance.transferSyntax()).staysHome()
                ? reencoded(instance.content())
                : instance.content();
    }

    private Multi<Buffer> reencoded(Multi<Buffer> content) {
        return Uni.createFrom()
                .item(() -> toFile(content))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(this::file);
    }

    /** Blocks: runs on a worker, which reads the content as fast as it re-encodes it. */
    private static Path toFile(Multi<Buffer> content) {
        try {
            Path file = Files.createTempFile("webqx-", ".dcm");
            try (InputStream in = new ContentStream(content);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                Transcoding.toExplicitLittleEndian(in, out);
                return file;
            } catch (IOException | RuntimeException failure) {
                Files.delete(file);
                throw failure;
            }
        } catch (DicomException e) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Multi<Buffer> file(Path path) {
        return vertx.fileSystem()
                .open(path.toString(), new OpenOptions().setRead(true).setDeleteOnClose(true))
                .onItem()
                .transformToMulti(file -> file.toMulti()
                        .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate)
                        .onTermination()
                        .invoke(() -> file.closeAndForget()));
    }
}
