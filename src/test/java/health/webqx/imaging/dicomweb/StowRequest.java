package health.webqx.imaging.dicomweb;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Vr;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a client sends to STOW-RS, written by hand. */
final class StowRequest {
    static final String TYPE = "multipart/related; type=\"application/dicom\"; boundary=xyz";
    private static final AtomicLong LAST = new AtomicLong(System.currentTimeMillis());

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static String newStudy() {
        return "1.2.826.0.1.77." + LAST.incrementAndGet();
    }

    /** An instance of a study, number by number. */
    static byte[] instance(String study, int number, String patientId, String modality) {
        return instance(
                study, number, DataSet.builder().put(Tag.PatientID, patientId).put(Tag.Modality, modality));
    }

    static byte[] instance(String study, int number, DataSetBuilder more) {
        String sopClass = "1.2.840.10008.5.1.4.1.1.7";
        String instance = study + ".1." + number;
        DataSet given = more.build();
        DataSetBuilder all = DataSet.builder()
                .put(Tag.SOPClassUID, sopClass)
                .put(Tag.SOPInstanceUID, instance)
                .put(Tag.StudyDate, "20260401")
                .put(Tag.StudyInstanceUID, study)
                .put(Tag.SeriesInstanceUID, study + ".1")
                .put(Tag.SeriesNumber, "1")
                .put(Tag.InstanceNumber, String.valueOf(number))
                .putInts(Tag.Rows, 8)
                .putInts(Tag.Columns, 8)
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .putInts(Tag.BitsAllocated, 8)
                .putInts(Tag.BitsStored, 8)
                .putInts(Tag.HighBit, 7)
                .putInts(Tag.PixelRepresentation, 0)
                .putBytes(Tag.PixelData, Vr.OB, new byte[64]);
        given.elements().forEach(all::put);
        DataSet meta = DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, sopClass)
                .put(Tag.MediaStorageSOPInstanceUID, instance)
                .build();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(out, meta, all.build(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StowRequest with(byte[] instance) {
        return with("application/dicom", instance);
    }

    StowRequest with(String type, byte[] content) {
        body.writeBytes(("--xyz\r\nContent-Type: " + type + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    byte[] whole() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(body.toByteArray());
        all.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    byte[] cut() {
        return body.toByteArray();
    }

    Response send(RequestSpecification caller, String path) {
        return send(caller, path, whole());
    }

    static Response send(RequestSpecification caller, String path, byte[] content) {
        return caller.contentType(TYPE).body(content).post("/dicomweb/studies" + path);
    }

    /** A caller; the encoder leaves bytes as they are. */
    static RequestSpecification with(String scope, Map<String, String> context) {
        String token = Sandbox.token(scope, context);
        return RestAssured.given()
                .config(RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("multipart/related", io.restassured.http.ContentType.BINARY)))
                .header("Authorization", "Bearer " + token);
    }
}
