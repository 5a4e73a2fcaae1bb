package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see of the sample studies: pictures, animations, reports, letters. */
@QuarkusTest
@QuarkusTestResource(value = RenderedTest.Samples.class, restrictToAnnotatedClass = true)
class RenderedTest {
    private static final int STUDIES = 6;

    /** The sample studies as a folder. */
    public static class Samples implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Path folder = Path.of("target/rendered-samples").toAbsolutePath();
            SampleStudies.writeTo(folder);
            return Map.of(
                    "webqx.data-dir", "target/rendered-data", // other tests count what there is
                    "webqx.pacs.samples.type", "directory",
                    "webqx.pacs.samples.url", folder.toString(),
                    "webqx.pacs.samples.poll-interval", "500ms",
                    "webqx.pacs.samples.patient-id-system", "https://webqx.health/sandbox/mrn");
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void catalogued() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Sandbox.backend()
                .get("/fhir/ImagingStudy?endpoint=Endpoint/pacs-samples")
                .path("total")
                .equals(STUDIES));
    }

    @Test
    void drawsASliceInTheFormatThatIsTaken() throws IOException {
        String slice = instance("anna-keller", "CT", "CT");
        for (String type : List.of("image/jpeg", "image/png", "image/gif")) {
            BufferedImage picture = picture(anna().header("Accept", type).get(slice + "/rendered"), type, "slice");
            assertThat(picture.getWidth()).isEqualTo(picture.getHeight()).isGreaterThan(100);
        }
        picture(anna().get(slice + "/rendered"), "image/jpeg", "slice-default");
        BufferedImage small = picture(
                anna().get(slice + "/rendered?accept=image/png&viewport=64,64&window=-600,1500,linear"),
                "image/png",
                "slice-lung");
        assertThat(small.getWidth()).isEqualTo(64);
        anna().header("Accept", "image/tiff").get(slice + "/rendered").then().statusCode(406);
        anna().header("Accept", "multipart/related; type=\"image/png\"")
                .get(slice + "/rendered")
                .then()
                .statusCode(200)
                .contentType(startsWith("multipart/related; type=\"image/png\""));
        anna().get(slice + "/rendered?annotation=patient")
                .then()
                .statusCode(200)
                .header("Warning", containsString("annotation"));
        for (String wrong : List.of("viewport=0,1", "viewport=a,b", "window=1,2", "window=1,0,linear", "quality=200")) {
            anna().get(slice + "/rendered?" + wrong).then().statusCode(400);
        }
        anna().get(slice + "/thumbnail?viewport=10,10,0,0,5,5").then().statusCode(400);
    }

    @Test
    void animatesACineAndDrawsItsFrames() throws IOException {
        String cine = instance("anna-keller", "US", "US");
        Response animated = anna().header("Accept", "image/gif").get(cine + "/rendered?viewport=256,256");
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(animated.asByteArray())));
        assertThat(reader.getNumImages(true)).isEqualTo(30);
        picture(anna().get(cine + "/frames/15/rendered"), "image/jpeg", "cine-15");
        BufferedImage thumbnail = picture(anna().get(cine + "/frames/15/thumbnail"), "image/jpeg", "cine-thumbnail");
        assertThat(thumbnail.getWidth()).isEqualTo(128);
        Response several = anna().get(cine + "/frames/1,2,3/rendered");
        assertThat(several.contentType()).startsWith("multipart/related; type=\"image/jpeg\"");
        anna().get(cine + "/frames/31/rendered").then().statusCode(404);
        anna().get(cine + "/frames/0/rendered").then().statusCode(400);
    }

    @Test
    void showsReportsAsHtmlAndLettersAsPdf() {
        String report = instance("anna-keller", "CT", "SR");
        String html = anna().get(report + "/rendered")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .header("Content-Security-Policy", containsString("sandbox"))
                .extract()
                .asString();
        save("report.html", html.getBytes(StandardCharsets.UTF_8));
        assertThat(html).contains("<h1>Diagnostic imaging report</h1>", "12 mm", "Dr. Léna Moreau");
        anna().header("Accept", "image/jpeg").get(report + "/rendered").then().statusCode(406);
        anna().get(report + "/thumbnail").then().statusCode(406);

        byte[] pdf = anna().get(instance("anna-keller", "US", "DOC") + "/rendered")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    }

    @Test
    void givesAPictureForAStudyAndPartsForASeries() throws IOException {
        String study = study("anna-keller", "CT");
        picture(anna().get(study + "/thumbnail"), "image/jpeg", "study-thumbnail");
        String series = instance("anna-keller", "US", "US").replaceFirst("/instances/.*", "");
        assertThat(anna().get(series + "/rendered").contentType()).startsWith("multipart/related; type=\"image/jpeg\"");
        anna().header("Accept", "image/jpeg").get(series + "/rendered").then().statusCode(406);
        String echo = series.replaceFirst("/series/.*", "");
        Response both = anna().get(echo + "/rendered");
        assertThat(both.asString()).contains("Content-Type: image/jpeg", "Content-Type: application/pdf");
        Response pictures =
                anna().header("Accept", "multipart/related; type=\"image/png\"").get(echo + "/rendered");
        assertThat(pictures.asString()).contains("Content-Type: image/png").doesNotContain("application/pdf");
        Response pixels = staff().get(instance("ben-okafor", "DX", "DX") + "/pixeldata");
        assertThat(pixels.statusCode()).isEqualTo(200);
        assertThat(pixels.contentType()).startsWith("multipart/related; type=\"application/octet-stream\"");
        assertThat(pixels.asString()).contains("transfer-syntax=1.2.840.10008.1.2");
        anna().get(instance("anna-keller", "CT", "SR") + "/pixeldata").then().statusCode(404);
    }

    @Test
    void tellsAClientThatItHasThePictureAlready() {
        String slice = instance("anna-keller", "CT", "CT");
        Response first = anna().get(slice + "/rendered?viewport=64,64");
        String etag = first.header("ETag");
        anna().header("If-None-Match", etag)
                .get(slice + "/rendered?viewport=64,64")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(etag));
        anna().header("If-None-Match", etag)
                .get(slice + "/rendered?viewport=65,65")
                .then()
                .statusCode(200);
        Sandbox.patient("ben-okafor")
                .header("If-None-Match", etag)
                .get(slice + "/rendered?viewport=64,64")
                .then()
                .statusCode(404);
        Response head = anna().head(slice + "/rendered?viewport=64,64");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.contentType()).isEqualTo("image/jpeg");
        assertThat(head.asByteArray()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(first.asByteArray().length));
    }

    @Test
    void closesPicturesLikeEveryOtherRoute() {
        String hidden = instance("ben-okafor", "MR", "MR");
        String study = hidden.replaceFirst("/series/.*", "");
        for (String route : List.of(
                hidden + "/rendered",
                hidden + "/thumbnail",
                hidden + "/frames/1/rendered",
                hidden + "/pixeldata",
                study + "/rendered",
                study + "/thumbnail",
                wado(hidden))) {
            Response refused = anna().get(route);
            assertThat(refused.statusCode()).as(route).isEqualTo(404);
            assertThat(refused.asString()).contains("the study is not known");
            given().get(route).then().statusCode(401);
            assertThat(anna().head(route).statusCode()).as(route).isEqualTo(404);
        }
    }

    @Test
    void answersWadoUriByAllThreeUids() throws IOException {
        String slice = instance("anna-keller", "CT", "CT");
        String wado = wado(slice);
        picture(anna().get(wado), "image/jpeg", "wado");
        BufferedImage small = picture(
                anna().get(wado + "&contentType=image/png&rows=50&columns=40&windowCenter=40&windowWidth=400"
                        + "&region=0.25,0.25,0.75,0.75&frameNumber=1"),
                "image/png",
                "wado-region");
        assertThat(small.getWidth()).isEqualTo(40);
        Response file = anna().get(wado + "&contentType=application/dicom");
        assertThat(file.contentType()).startsWith("application/dicom");
        assertThat(new String(file.asByteArray(), 128, 4, StandardCharsets.US_ASCII))
                .isEqualTo("DICM");
        anna().get(wado(instance("anna-keller", "CT", "SR"))).then().contentType(startsWith("text/html"));

        String other = instance("anna-keller", "US", "US");
        String mixed = wado(slice).replaceFirst("objectUID=[^&]*", "objectUID=" + other.replaceFirst(".*/", ""));
        anna().get(mixed).then().statusCode(404);
        String foreign = wado(slice)
                .replaceFirst(
                        "objectUID=[^&]*",
                        "objectUID=" + instance("ben-okafor", "MR", "MR").replaceFirst(".*/", ""));
        anna().get(foreign).then().statusCode(404);
        for (String wrong : List.of(
                wado.replace("requestType=WADO", "requestType=X"),
                wado.replaceFirst("&seriesUID=[^&]*", ""),
                wado + "&windowCenter=1",
                wado + "&region=1,1,0,0",
                wado + "&imageQuality=0",
                wado + "&anonymize=yes",
                wado + "&frameNumber=0")) {
            anna().get(wrong).then().statusCode(400);
        }
        anna().get(wado + "&contentType=video/mpeg").then().statusCode(406);
    }

    @Test
    void makesObservationsOfAReportAndADocumentOfALetter() {
        String ct = studyId("anna-keller", "CT");
        Response made = radiologist().post("/fhir/ImagingStudy/" + ct + "/$extract-observations");
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(200);
        String diameter = made.path("parameter.find { it.name == 'observation' }.valueReference.reference");
        String report = made.path("parameter.find { it.name == 'report' }.valueReference.reference");
        radiologist()
                .get("/fhir/Observation?patient=anna-keller&code=http://snomed.info/sct|81827009")
                .then()
                .body("total", equalTo(1))
                .body("entry[0].resource.valueQuantity.value", equalTo(12))
                .body("entry[0].resource.valueQuantity.code", equalTo("mm"))
                .body("entry[0].resource.status", equalTo("final"))
                .body("entry[0].resource.derivedFrom[0].reference", equalTo("ImagingStudy/" + ct));
        radiologist().get("/fhir/" + report).then().body("result.reference", hasItem(diameter));
        assertThat(report).isEqualTo("DiagnosticReport/report-a1001");

        radiologist()
                .post("/fhir/ImagingStudy/" + ct + "/$extract-observations")
                .then()
                .statusCode(200);
        radiologist().get("/fhir/" + diameter).then().body("meta.versionId", equalTo("1"));
        String version = radiologist().get("/fhir/" + report).path("meta.versionId");
        radiologist()
                .post("/fhir/ImagingStudy/" + ct + "/$extract-observations")
                .then()
                .statusCode(200);
        radiologist().get("/fhir/" + report).then().body("meta.versionId", equalTo(version));

        String letter = radiologist()
                .post("/fhir/ImagingStudy/" + studyId("anna-keller", "US") + "/$extract-observations")
                .path("parameter.find { it.name == 'document' }.valueReference.reference");
        String url = radiologist().get("/fhir/" + letter).path("content[0].attachment.url");
        anna().get(url).then().statusCode(200).contentType("application/pdf");
        Sandbox.patient("ben-okafor").get(url).then().statusCode(404);
    }

    @Test
    void makesNothingForThoseWhoMayNotReadTheStudyOrWriteWhatIsMade() {
        String address = "/fhir/ImagingStudy/" + studyId("anna-keller", "CT") + "/$extract-observations";
        staff().post(address).then().statusCode(403);
        Sandbox.patient("ben-okafor").post(address).then().statusCode(404);
        Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/lena-moreau"))
                .post("/fhir/ImagingStudy/absent/$extract-observations")
                .then()
                .statusCode(404);
    }

    private static String studyId(String patient, String modality) {
        return Sandbox.backend()
                .get("/fhir/ImagingStudy?patient=" + patient + "&endpoint=Endpoint/pacs-samples&modality=" + modality)
                .path("entry[0].resource.id");
    }

    private static RequestSpecification radiologist() {
        return Sandbox.with("user/*.cruds", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }

    private static String wado(String instance) {
        String[] parts = instance.split("/", -1);
        return "/wado?requestType=WADO&studyUID=" + parts[3] + "&seriesUID=" + parts[5] + "&objectUID=" + parts[7];
    }

    private static String study(String patient, String modality) {
        return "/dicomweb/studies/"
                + Sandbox.backend()
                        .get("/fhir/ImagingStudy?patient=" + patient + "&endpoint=Endpoint/pacs-samples&modality="
                                + modality)
                        .path("entry[0].resource.identifier[0].value")
                        .toString()
                        .replace("urn:oid:", "");
    }

    /** The middle instance of the first series of a modality, in the first study of another. */
    private static String instance(String patient, String study, String modality) {
        String address = study(patient, study);
        List<Map<String, Map<String, List<Object>>>> rows = staff().get(
                        address + "/instances?Modality=" + modality + "&limit=200")
                .jsonPath()
                .getList("");
        Map<String, Map<String, List<Object>>> row = rows.get(rows.size() / 2);
        return address + "/series/" + row.get("0020000E").get("Value").get(0) + "/instances/"
                + row.get("00080018").get("Value").get(0);
    }

    private static BufferedImage picture(Response answer, String mediaType, String name) throws IOException {
        assertThat(answer.statusCode()).as(name + answer.contentType()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(mediaType);
        save(name + "." + mediaType.substring(6), answer.asByteArray());
        return ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    }

    /** To be looked at. */
    private static void save(String name, byte[] content) {
        try {
            Files.createDirectories(Path.of("target/rendered"));
            Files.write(Path.of("target/rendered", name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RequestSpecification anna() {
        return Sandbox.bearing(Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller")));
    }

    private static RequestSpecification staff() {
        return Sandbox.with("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau"));
    }
}
