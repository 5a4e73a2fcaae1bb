package health.webqx.imaging.dicom;

import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.Finding.Rule;
import java.io.IOException;

/**
 * What precedes the data set (PS3.10 chapter 7): preamble and file meta information, either of which may be missing.
 *
 * @param syntax as declared and, where the bytes say otherwise or nothing is declared, as they are
 */
record FileHeader(DataSet meta, TransferSyntax syntax) {
    /** File meta information has a handful of short elements. */
    private static final long MAX_META = 256 << 10;

    /** Reads up to the first byte of the data set. */
    static FileHeader read(DicomInput in, ReadOptions options, Findings findings) throws IOException {
        boolean preamble = skipPreamble(in);
        if (in.peek(8) < 8) {
            if (in.peek(8) == 0 && preamble) {
                throw new DicomException(Reason.TRUNCATED, in.position(), "nothing after the preamble");
            }
            throw notDicom(in);
        }
        if (!preamble) {
            findings.add(Rule.NO_PREAMBLE, 0, 0);
        }
        if (in.peekedInt16(0) != 2) {
            findings.add(Rule.NO_META, 0, in.position());
            if (!preamble && !Encoding.isPlausible(in)) {
                throw notDicom(in);
            }
            return new FileHeader(DataSet.empty(), Encoding.guess(in));
        }
        DataSet meta = readMeta(in, options, findings);
        return new FileHeader(meta, syntax(meta, in, findings));
    }

    private static boolean skipPreamble(DicomInput in) throws IOException {
        if (in.peek(132) == 132 && isPrefix(in, 128)) {
            in.skip(132);
            return true;
        }
        if (in.peek(4) == 4 && isPrefix(in, 0)) {
            in.skip(4);
        }
        return false;
    }

    private static boolean isPrefix(DicomInput in, int at) {
        return in.peeked(at) == 'D' && in.peeked(at + 1) == 'I' && in.peeked(at + 2) == 'C' && in.peeked(at + 3) == 'M';
    }

    private static DataSet readMeta(DicomInput in, ReadOptions options, Findings findings) throws IOException {
        boolean explicit = Vr.find(in.peeked(4), in.peeked(5)) != null;
        ReadOptions bounded = options.stopBefore(0).withMaxMemory(MAX_META);
        DataSetCollector collector = new DataSetCollector(null, bounded, findings);
        long start = in.position();
        new ElementScanner(in, explicit, collector, findings, bounded).scanMeta();
        DataSet meta = collector.dataSet();
        long declared = meta.longs(Tag.FileMetaInformationGroupLength).stream()
                .findFirst()
                .orElse(-1L);
        if (start + 12 + declared != in.position()) {
            findings.add(Rule.META_GROUP_LENGTH, Tag.FileMetaInformationGroupLength, start);
        }
        return meta;
    }

    private static TransferSyntax syntax(DataSet meta, DicomInput in, Findings findings) throws IOException {
        TransferSyntax declared =
                meta.uid(Tag.TransferSyntaxUID).map(TransferSyntax::of).orElse(null);
        if (declared == null) {
            findings.add(Rule.NO_TRANSFER_SYNTAX, Tag.TransferSyntaxUID, in.position());
            return Encoding.guess(in);
        }
        if (declared.deflated() || in.peek(8) < 8 || !Encoding.isPlausible(in)) {
            return declared;
        }
        TransferSyntax seen = Encoding.guess(in);
        if (seen.explicitVr() == declared.explicitVr() && seen.bigEndian() == declared.bigEndian()) {
            return declared;
        }
        findings.add(Rule.OTHER_ENCODING, Tag.TransferSyntaxUID, in.position());
        return declared.encapsulated()
                ? new TransferSyntax(
                        declared.uid(),
                        declared.name(),
                        seen.explicitVr(),
                        seen.bigEndian(),
                        false,
                        true,
                        declared.lossy())
                : seen;
    }

    private static DicomException notDicom(DicomInput in) {
        return new DicomException(
                Reason.NOT_DICOM, in.position(), "neither preamble, meta information nor a known element");
    }
}
