package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.dicom.BulkDataUris;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomJson;
import health.webqx.imaging.dicom.DicomXml;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;

/** Tells the attributes of a DICOM file at hand ({@code $dicom-metadata}). Bulk values are named and left out. */
@ApplicationScoped
public class DicomMetadata {
    private final Uploads uploads;

    DicomMetadata(Uploads uploads) {
        this.uploads = uploads;
    }

    /** As DICOM JSON (PS3.18 annex F), or as the Native DICOM Model (PS3.19 annex A). */
    public Uni<Buffer> perform(Visit visit, HttpServerRequest body, boolean xml) {
        return uploads.work(visit, body, path -> {
            DataSet dataSet = UploadedFile.read(path).dataSet();
            if (!xml) {
                return Buffer.buffer(DicomJson.write(dataSet, BulkDataUris.none()));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(16384);
            DicomXml.write(dataSet, BulkDataUris.none(), out);
            return Buffer.buffer(out.toByteArray());
        });
    }
}
