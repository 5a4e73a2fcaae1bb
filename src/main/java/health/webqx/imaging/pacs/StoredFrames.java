package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Frame;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Frames and bulk values of a file at hand, as every archive that has files answers with them. */
public final class StoredFrames {
    private StoredFrames() {}

    /** A number below 1 is no frame number at all. */
    public static void requireNumbers(List<Integer> frames) {
        if (frames.stream().anyMatch(number -> number < 1)) {
            throw Failure.of(FailureKind.INVALID, "frames are numbered from 1 on");
        }
    }

    /** What a frame is that the instance does not have (PS3.18 table 8.5-1). */
    public static Failure absent() {
        return Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this");
    }

    /** Every frame is found before the first is read: one that is not there fails the request as a whole. */
    public static Multi<RetrievedFrame> of(DicomFile file, List<Integer> numbers) {
        Uid syntax = file.transferSyntax().encapsulated()
                ? file.transferSyntax().uid()
                : TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
        return Worker.run(() -> located(file, numbers))
                .onItem()
                .transformToMulti(frames -> Multi.createFrom().iterable(frames))
                .onItem()
                .transformToUniAndConcatenate(frame -> Worker.run(() ->
                        new RetrievedFrame(frame.number(), syntax, Buffer.buffer(frame.bytes()), file.dataSet())));
    }

    /** The value at a path of tags and item numbers; {@code NOT_FOUND} when the file has none there. */
    public static Multi<Buffer> bulk(DicomFile file, List<Integer> path) {
        boolean held = file.dataSet()
                .find(path)
                .filter(element -> !(element.value() instanceof Value.Items))
                .isPresent();
        if (!held) {
            throw absent();
        }
        return BlockingContent.of(() -> file.bulk(path).orElseThrow(StoredFrames::absent));
    }

    private static List<Frame> located(DicomFile file, List<Integer> numbers) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (int number : numbers) {
            try {
                frames.add(file.frame(number));
            } catch (DicomException e) {
                throw absent();
            }
        }
        return frames;
    }
}
