package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.pixel.Decompression;
import health.webqx.imaging.dicom.pixel.FrameDecoder;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.rendering.PixelWorker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The form a frame leaves in: without a transfer syntax named, octets are native pixels (PS3.18 8.7.3.5.2), and what is
 * compressed is decoded to be that.
 */
@ApplicationScoped
class OutgoingFrame {
    private final PixelWorker pixels;

    OutgoingFrame(PixelWorker pixels) {
        this.pixels = pixels;
    }

    /** The frame as it is wanted; {@code NOT_ACCEPTABLE} where that cannot be made of it. */
    Uni<RetrievedFrame> of(RetrievedFrame frame, Optional<String> wanted) {
        TransferSyntax stored = TransferSyntax.of(frame.transferSyntax());
        String uid = wanted.orElse(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid().value());
        if (uid.equals("*") || uid.equals(stored.uid().value())) {
            return Uni.createFrom().item(frame);
        }
        boolean nativeWanted =
                uid.equals(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid().value());
        if (!nativeWanted || !FrameDecoder.canDecode(stored)) {
            return Uni.createFrom().failure(notAcceptable(stored));
        }
        return pixels.run(() -> decoded(frame, stored));
    }

    private static RetrievedFrame decoded(RetrievedFrame frame, TransferSyntax stored) {
        try {
            byte[] pixels = Decompression.of(frame.instance(), stored)
                    .frame(frame.content().getBytes());
            return new RetrievedFrame(
                    frame.number(),
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                    Buffer.buffer(pixels),
                    frame.instance());
        } catch (DicomException refused) {
            throw notAcceptable(stored);
        }
    }

    private static Failure notAcceptable(TransferSyntax stored) {
        return Failure.at(
                FailureKind.NOT_ACCEPTABLE,
                "Accept",
                "the frames are available with transfer-syntax=" + stored.uid().value());
    }
}
