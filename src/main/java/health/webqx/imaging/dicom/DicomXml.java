package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.OutputStream;

/** DICOM XML: the Native DICOM Model (PS3.19 annex A, PS3.18 F.3), written. */
public final class DicomXml {
    private DicomXml() {}

    /** One data set as one document in UTF-8; the stream is flushed, not closed. */
    public static void write(DataSet dataSet, BulkDataUris uris, OutputStream out) throws IOException {
        new XmlDataSetWriter(out, uris).write(dataSet);
    }
}
