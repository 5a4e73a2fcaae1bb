package health.webqx.imaging.dicom;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes Part 10 files (PS3.10 chapter 7). Sequences and items are written with undefined length. */
public final class DicomWriter {
    /** Implementation Class UID of this software: a UUID-derived UID (PS3.5 B.2). */
    public static final Uid IMPLEMENTATION_CLASS = Uid.of("2.25.329800735698586629295641978511506172918");

    private static final String IMPLEMENTATION_VERSION = "WEBQX_IMAGING";
    private static final byte[] VERSION = {0, 1};

    private DicomWriter() {}

    /**
     * Preamble, file meta information and data set. Bulk values are streamed from where they lie. The stream is flushed,
     * not closed.
     *
     * @param meta file meta elements to keep; what PS3.10 7.1 requires and is missing is added, group length, version and
     *     transfer syntax are set
     * @param syntax must suit the pixel data: nothing is compressed or expanded here
     */
    public static void write(OutputStream out, DataSet meta, DataSet dataSet, TransferSyntax syntax)
            throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, 65536);
        writeMeta(buffered, completed(meta, dataSet, syntax));
        writeDataSet(buffered, dataSet, syntax);
        buffered.flush();
    }

    /** The data set alone, without preamble and meta information, as in a DIMSE message. Flushed, not closed. */
    public static void writeDataSet(OutputStream out, DataSet dataSet, TransferSyntax syntax) throws IOException {
        if (!syntax.deflated()) {
            new DicomOutput(out, syntax).dataSet(dataSet);
            out.flush();
            return;
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 8192);
            new DicomOutput(deflated, syntax).dataSet(dataSet);
            deflated.finish();
            if (deflater.getBytesWritten() % 2 == 1) { // PS3.5 A.5: padded to even length
                out.write(0);
            }
            out.flush();
        } finally {
            deflater.end();
        }
    }

    /** Preamble, prefix and the group 0002 with its length. */
    static void writeMeta(OutputStream out, DataSet meta) throws IOException {
        ByteArrayOutputStream group = new ByteArrayOutputStream(512);
        new DicomOutput(group, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .dataSet(meta.without(Tag.FileMetaInformationGroupLength));
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(group.size())
                .array();
        new DicomOutput(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .element(new Element(Tag.FileMetaInformationGroupLength, Vr.UL, Value.Bytes.of(length)));
        group.writeTo(out);
    }

    static DataSet completed(DataSet meta, DataSet dataSet, TransferSyntax syntax) {
        DataSetBuilder builder = meta.toBuilder()
                .putBytes(Tag.FileMetaInformationVersion, Vr.OB, VERSION)
                .put(Tag.TransferSyntaxUID, syntax.uid());
        if (meta.string(Tag.MediaStorageSOPClassUID).isEmpty()) {
            dataSet.uid(Tag.SOPClassUID).ifPresent(uid -> builder.put(Tag.MediaStorageSOPClassUID, uid));
        }
        if (meta.string(Tag.MediaStorageSOPInstanceUID).isEmpty()) {
            dataSet.uid(Tag.SOPInstanceUID).ifPresent(uid -> builder.put(Tag.MediaStorageSOPInstanceUID, uid));
        }
        if (meta.string(Tag.ImplementationClassUID).isEmpty()) {
            builder.put(Tag.ImplementationClassUID, IMPLEMENTATION_CLASS)
                    .put(Tag.ImplementationVersionName, IMPLEMENTATION_VERSION);
        }
        return builder.build();
    }
}
