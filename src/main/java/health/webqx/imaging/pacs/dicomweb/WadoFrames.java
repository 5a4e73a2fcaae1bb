package health.webqx.imaging.pacs.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.StoredFrames;
import health.webqx.imaging.pacs.upstream.MultipartParts;
import health.webqx.imaging.pacs.upstream.Upstream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WADO-RS frames (PS3.18 10.4.1.1.6), as stored. Archives label frames wrongly or not at all; where the label does not fit
 * what the instance says of its pixels, the frames are taken out of the whole file instead.
 */
final class WadoFrames {
    private static final String STORED = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";
    private static final Pattern SYNTAX = Pattern.compile("transfer-syntax=\"?([0-9.]{1,64})");
    private static final int LONGEST = 1 << 30;

    private final Upstream upstream;

    /** What came is not what its label, or the lack of one, says. */
    private static final class MislabelledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MislabelledException() {
            super("mislabelled", null, false, false);
        }
    }

    WadoFrames(Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * The frames in the asked order.
     *
     * @param attributes of the instance
     * @param fromFile the same frames out of the file
     */
    Multi<RetrievedFrame> of(
            DicomTarget target, List<Integer> numbers, DataSet attributes, Supplier<Multi<RetrievedFrame>> fromFile) {
        int count = attributes.integer(Tag.NumberOfFrames).orElse(1);
        if (!attributes.contains(Tag.Rows)
                || !attributes.contains(Tag.Columns)
                || attributes.integer(Tag.BitsAllocated).orElse(0) % 8 != 0
                || attributes.integer(Tag.BitsAllocated).orElse(0) == 0) {
            return fromFile.get();
        } else if (numbers.stream().anyMatch(number -> number > count)) {
            return Multi.createFrom().failure(StoredFrames.absent());
        }
        AtomicBoolean begun = new AtomicBoolean();
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(number -> frame(target, number, attributes))
                .invoke(frame -> begun.set(true))
                .onFailure(failure -> failure instanceof MislabelledException && !begun.get())
                .recoverWithMulti(failure -> fromFile.get())
                .onFailure(MislabelledException.class)
                .transform(failure -> Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is not understood"));
    }

    private Uni<RetrievedFrame> frame(DicomTarget target, int number, DataSet attributes) {
        return upstream.open(DicomWebArchive.path(target) + "/frames/" + number, STORED)
                .onItem()
                .transformToMulti(MultipartParts::of)
                .onItem()
                .transformToUniAndConcatenate(part -> whole(part.content())
                        .map(content ->
                                new RetrievedFrame(number, syntax(part, content, attributes), content, attributes)))
                .collect()
                .asList()
                .map(WadoFrames::only);
    }

    private static RetrievedFrame only(List<RetrievedFrame> frames) {
        if (frames.size() != 1) {
            throw new MislabelledException();
        }
        return frames.get(0);
    }

    /** Of octets without a label it is Explicit VR Little Endian (PS3.18 8.7.3.5.2); anything else must name its own. */
    private static Uid syntax(MultipartParts.Part part, Buffer content, DataSet attributes) {
        String type = part.header("content-type");
        Matcher named = SYNTAX.matcher(type);
        Optional<Uid> uid = named.find() ? Uid.find(named.group(1)) : Optional.empty();
        if (uid.isEmpty() && !type.isEmpty() && !type.startsWith("application/octet-stream")) {
            throw new MislabelledException();
        }
        TransferSyntax syntax = uid.map(TransferSyntax::of).orElse(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        boolean fits = syntax.encapsulated()
                ? content.length() > 0
                : !syntax.bigEndian() && !syntax.deflated() && content.length() == nativeLength(attributes);
        if (!fits) {
            throw new MislabelledException();
        }
        return syntax.encapsulated() ? syntax.uid() : TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
    }

    private static long nativeLength(DataSet attributes) {
        long pixels = (long) attributes.integer(Tag.Rows).orElse(0)
                * attributes.integer(Tag.Columns).orElse(0);
        return pixels
                * attributes.integer(Tag.SamplesPerPixel).orElse(1)
                * (attributes.integer(Tag.BitsAllocated).orElse(8) / 8);
    }

    private static Uni<Buffer> whole(Multi<Buffer> content) {
        return content.collect().in(Buffer::buffer, (sum, piece) -> {
            if (sum.length() + (long) piece.length() > LONGEST) {
                throw Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is too long");
            }
            sum.appendBuffer(piece);
        });
    }
}
