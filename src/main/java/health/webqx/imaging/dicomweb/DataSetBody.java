package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.DicomXml;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Data sets written one after the other, for an answer that fits in memory. */
final class DataSetBody {
    static final String JSON = "application/dicom+json";
    static final String XML = "application/dicom+xml";

    private final DataSetForm form;
    private final Multipart multipart = new Multipart(XML);
    private final Buffer written = Buffer.buffer();
    private boolean begun;

    DataSetBody(DataSetForm form) {
        this.form = form;
    }

    DataSetForm form() {
        return form;
    }

    private String contentType() {
        return form == DataSetForm.JSON ? JSON : multipart.contentType();
    }

    /** Says what is coming, and lets it be compressed: the server marks what plain routes answer as not to be. */
    void describe(HttpServerResponse response) {
        response.headers().remove(HttpHeaders.CONTENT_ENCODING);
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType());
    }

    void add(DataSet dataSet, BulkDataUris uris) {
        written.appendBuffer(next(dataSet, uris));
    }

    /** The next data set with what goes before and after it. */
    Buffer next(DataSet dataSet, BulkDataUris uris) {
        if (form == DataSetForm.XML) {
            return multipart.part(XML, xml(dataSet, uris));
        }
        Buffer before = Buffer.buffer(begun ? "," : "[");
        begun = true;
        return before.appendBytes(DicomJson.write(dataSet, uris));
    }

    /** What goes after the last. */
    Buffer tail() {
        if (form == DataSetForm.XML) {
            return multipart.tail();
        }
        return Buffer.buffer(begun ? "]" : "[]");
    }

    /** The whole body. */
    Buffer end() {
        return written.appendBuffer(tail());
    }

    /** One data set as a document. */
    static Buffer xml(DataSet dataSet, BulkDataUris uris) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            DicomXml.write(dataSet, uris, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written
        }
        return Buffer.buffer(out.toByteArray());
    }
}
