package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Transcoding;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.pixel.Decompression;
import health.webqx.imaging.dicom.pixel.FrameDecoder;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.Worker;
import health.webqx.imaging.rendering.PixelWorker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The transfer syntax an instance leaves in (PS3.18 8.7.3): the one that was asked for, where it is stored in that or can be
 * made Explicit VR Little Endian; any, as stored; none, Explicit VR Little Endian, or as stored where that cannot be made.
 * Implicit VR Little Endian and Explicit VR Big Endian never leave. All in constant memory, but for one decoded frame.
 */
@ApplicationScoped
class OutgoingInstance {
    private static final String ANY = "*";

    private final PixelWorker pixels;

    OutgoingInstance(PixelWorker pixels) {
        this.pixels = pixels;
    }

    /** An instance on its way out, and what it is in. */
    record Leaving(TransferSyntax syntax, Multi<Buffer> content) {}

    /** What to send; {@code NOT_ACCEPTABLE} when the client asked for a syntax that cannot be made here. */
    Uni<Leaving> of(RetrievedInstance instance, Optional<String> wanted) {
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntax());
        TransferSyntax plain = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        boolean plainWanted =
                wanted.isEmpty() || wanted.get().equals(plain.uid().value());
        if (leavesAsStored(stored, wanted)) {
            return Uni.createFrom().item(new Leaving(stored, instance.content()));
        } else if (stored.staysHome()
                && (plainWanted || wanted.filter(ANY::equals).isPresent())) {
            return Uni.createFrom().item(new Leaving(plain, reencoded(instance.content())));
        } else if (plainWanted && FrameDecoder.canDecode(stored)) {
            return expanded(instance.content(), stored, wanted.isEmpty());
        } else if (wanted.isEmpty()) {
            return Uni.createFrom().item(new Leaving(stored, instance.content()));
        }
        return Uni.createFrom().failure(notAcceptable(stored.staysHome() ? plain : stored));
    }

    /** Whether an instance in that transfer syntax leaves as it is, because that is what is asked for. */
    static boolean leavesAsStored(TransferSyntax stored, Optional<String> wanted) {
        String uid = stored.uid().value();
        return !stored.staysHome()
                && wanted.map(asked -> asked.equals(ANY) || asked.equals(uid))
                        .orElseGet(() -> stored.equals(TransferSyntax.EXPLICIT_LITTLE_ENDIAN));
    }

    private static Failure notAcceptable(TransferSyntax available) {
        return Failure.at(
                FailureKind.NOT_ACCEPTABLE,
                "Accept",
                "available with transfer-syntax=" + available.uid().value());
    }

    /** Laid down and decoded; as stored where its pixels cannot be decoded and the client would take that too. */
    private Uni<Leaving> expanded(Multi<Buffer> content, TransferSyntax stored, boolean orAsStored) {
        return Worker.run(() -> laidDown(content, InputStream::transferTo))
                .flatMap(file -> pixels.run(() -> decompressed(file))
                        .map(expanded -> {
                            delete(file);
                            return new Leaving(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, file(expanded));
                        })
                        .onFailure(DicomException.class)
                        .recoverWithItem(() -> {
                            if (!orAsStored) {
                                throw notAcceptable(stored);
                            }
                            return new Leaving(stored, file(file));
                        })
                        .onFailure()
                        .invoke(failure -> delete(file))
                        .onCancellation()
                        .invoke(() -> delete(file)));
    }

    private static Path decompressed(Path file) throws IOException {
        Path expanded = Files.createTempFile("webqx-", ".dcm");
        try (OutputStream out = Files.newOutputStream(expanded)) {
            Decompression.write(DicomFile.read(file), out);
            if (!Files.exists(file)) {
                throw new IOException("the client left");
            }
            return expanded;
        } catch (IOException | RuntimeException | Error failure) {
            delete(expanded);
            throw failure;
        }
    }

    private static Multi<Buffer> reencoded(Multi<Buffer> content) {
        return Worker.run(() -> laidDown(content, Transcoding::toExplicitLittleEndian))
                .onItem()
                .transformToMulti(OutgoingInstance::file);
    }

    /** How a content is written down. */
    private interface Copying {
        Object copy(InputStream from, OutputStream to) throws IOException;
    }

    /** Blocks: runs on a worker, which reads the content as fast as it writes it down. */
    private static Path laidDown(Multi<Buffer> content, Copying copying) throws IOException {
        Path file = Files.createTempFile("webqx-", ".dcm");
        try (InputStream in = new ContentStream(content);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            copying.copy(in, out);
            return file;
        } catch (DicomException e) {
            delete(file);
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
        } catch (IOException | RuntimeException failure) {
            delete(file);
            throw failure;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            file.toFile().deleteOnExit();
        }
    }

    private static Multi<Buffer> file(Path path) {
        return BlockingContent.of(() -> Files.newInputStream(path))
                .onTermination()
                .invoke(() -> delete(path));
    }
}
