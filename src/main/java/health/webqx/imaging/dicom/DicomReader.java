package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a DICOM file as it streams in. For a file on disk {@link DicomFile#read} is better: it leaves bulk values there. */
public final class DicomReader {
    private DicomReader() {}

    /**
     * Everything up to the end, or up to {@link ReadOptions#stopBefore()}, into memory, pixel data included: stop before
     * them, or allow as much memory as is meant. The stream is not closed; more of it may have been read than needed.
     *
     * @throws DicomException for what cannot be read
     */
    public static DicomFile read(InputStream in, ReadOptions options) throws IOException {
        return read(DicomInput.of(in, 0), null, options).file();
    }

    /**
     * A data set without preamble and meta information, as in a DIMSE message.
     *
     * @throws DicomException for what cannot be read
     */
    public static DataSet readDataSet(InputStream in, TransferSyntax syntax, ReadOptions options) throws IOException {
        return body(DicomInput.of(in, 0), null, syntax, options, new Findings()).dataSet();
    }

    /** A file, and whether reading it was ended by the tag to stop before. */
    record Outcome(DicomFile file, boolean stopped) {}

    private record Body(DataSet dataSet, boolean stopped) {}

    /** Reads from the first byte on; {@code source} is where positions of the input can be read again, null for nowhere. */
    static Outcome read(DicomInput in, @Nullable BulkSource source, ReadOptions options) throws IOException {
        Findings findings = new Findings();
        FileHeader header = FileHeader.read(in, options, findings);
        Body body = body(in, source, header.syntax(), options, findings);
        DicomFile file = new DicomFile(header.meta(), header.syntax(), body.dataSet(), findings.list());
        return new Outcome(file, body.stopped());
    }

    private static Body body(
            DicomInput in, @Nullable BulkSource source, TransferSyntax syntax, ReadOptions options, Findings findings)
            throws IOException {
        if (!syntax.deflated()) {
            return scan(in, source, syntax, options, findings);
        }
        long start = in.position();
        BulkSource inflated = source == null ? null : offset -> inflated(source, start, offset, options);
        try (InflatedStream stream = new InflatedStream(new RemainingStream(in), options.maxInflated())) {
            return scan(DicomInput.of(stream, 0), inflated, syntax, options, findings);
        }
    }

    private static Body scan(
            DicomInput in, @Nullable BulkSource source, TransferSyntax syntax, ReadOptions options, Findings findings)
            throws IOException {
        in.bigEndian(syntax.bigEndian());
        DataSetCollector collector = new DataSetCollector(source, options, findings);
        ElementScanner scanner = new ElementScanner(in, syntax.explicitVr(), collector, findings, options);
        scanner.scan();
        return new Body(collector.dataSet(), scanner.isStopped());
    }

    /** A bulk value in a deflated data set is found by inflating all that is before it. */
    private static InputStream inflated(BulkSource file, long start, long offset, ReadOptions options)
            throws IOException {
        InputStream stream = new InflatedStream(file.open(start), options.maxInflated());
        try {
            stream.skipNBytes(offset);
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }
}
