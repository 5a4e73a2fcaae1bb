package health.webqx.imaging.dicom;

import health.webqx.imaging.dicom.DicomException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Passes a file on with other attributes, its pixel data as they come: memory is needed for the attributes, not for the
 * pixels. Written as explicit VR little endian, encapsulated pixel data in their own syntax.
 */
public final class Rewriting {
    /** Attributes before and after the pixel data may take this much memory each. */
    private static final ReadOptions BOUNDED = ReadOptions.DEFAULT.withMaxMemory(64L << 20);

    private Rewriting() {}

    /** What is written instead of what is read. The calls come in this order, each at most once. */
    public interface Change {
        /**
         * What is before the pixel data, or everything where there are none.
         *
         * @throws DicomException when the file is not to pass; nothing has been written then
         */
        Head head(DicomFile head) throws IOException;

        /** Attributes after the pixel data; not asked for where there are none. */
        DataSet tail(DataSet tail) throws IOException;
    }

    /**
     * What is written before the pixel data.
     *
     * @param meta group 0002, completed as {@link DicomWriter#write} does
     * @param pixels what happens to uncompressed pixel data; empty to pass them as they are
     * @param withoutComments whether comments and application data in compressed frames are blanked
     */
    public record Head(DataSet meta, DataSet dataSet, Optional<PixelChange> pixels, boolean withoutComments) {}

    /** Changes uncompressed pixel data as they pass. */
    @FunctionalInterface
    public interface PixelChange {
        /** Changes {@code count} little endian bytes from index {@code from} on, the first being at {@code position} of the pixel data. */
        void change(byte[] bytes, int from, int count, long position);
    }

    /**
     * Neither stream is closed; the output is flushed.
     *
     * @return the syntax of what was written
     * @throws DicomException for what cannot be read or the change refuses; a part may have been written, unless
     *     {@link Change#head} refused
     */
    public static TransferSyntax rewrite(InputStream in, OutputStream out, Change change) throws IOException {
        DicomInput input = DicomInput.of(in, 0);
        Findings findings = new Findings();
        FileHeader header = FileHeader.read(input, BOUNDED, findings);
        TransferSyntax target = header.syntax().encapsulated()
                ? TransferSyntax.of(header.syntax().uid())
                : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        if (!header.syntax().deflated()) {
            rewrite(input, header, findings, target, out, change);
            return target;
        }
        try (InflatedStream inflated = new InflatedStream(new RemainingStream(input), BOUNDED.maxInflated())) {
            rewrite(DicomInput.of(inflated, 0), header, findings, target, out, change);
            return target;
        }
    }

    private static void rewrite(
            DicomInput in,
            FileHeader header,
            Findings findings,
            TransferSyntax target,
            OutputStream stream,
            Change change)
            throws IOException {
        in.bigEndian(header.syntax().bigEndian());
        boolean explicit = header.syntax().explicitVr();
        DataSetCollector collector = new DataSetCollector(null, BOUNDED, findings);
        ElementScanner scanner =
                new ElementScanner(in, explicit, collector, findings, BOUNDED.stopBefore(Tag.FloatPixelData));
        scanner.scan();
        Head head = change.head(new DicomFile(header.meta(), header.syntax(), collector.dataSet(), findings.list()));
        OutputStream out = new BufferedOutputStream(stream, 65536);
        DicomWriter.writeMeta(out, DicomWriter.completed(head.meta(), head.dataSet(), target));
        DicomOutput output = new DicomOutput(out, target);
        output.dataSet(head.dataSet());
        if (scanner.isStopped()) {
            PassingPixels passing = new PassingPixels(output, head, BOUNDED, findings);
            new ElementScanner(in, explicit, passing, findings, BOUNDED.withMaxElements(Integer.MAX_VALUE)).scan();
            DataSet tail = passing.tail();
            if (!tail.isEmpty()
                    && Integer.compareUnsigned(tail.elements().get(0).tag(), Tag.PixelData) < 0) {
                throw new DicomException(
                        Reason.INVALID_STRUCTURE, -1, "attributes after the pixels that belong before");
            }
            output.dataSet(change.tail(tail));
        }
        out.flush();
    }
}
