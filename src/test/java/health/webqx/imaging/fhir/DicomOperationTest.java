package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import health.webqx.imaging.Peer;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomReader;
import health.webqx.imaging.dicom.ReadOptions;
import health.webqx.imaging.dicom.RealFiles;
import health.webqx.imaging.dicom.Tag;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What is told, shown and made of a DICOM file that a caller sends. */
@QuarkusTest
class DicomOperationTest {
    @Test
    void tellsTheAttributesInJsonAndXml() {
        staff().body(file("CT_small.dcm"))
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("application/dicom+json"))
                .body("'00080060'.Value[0]", equalTo("CT"))
                .body("'00280010'.Value[0]", equalTo(128));
        staff().urlEncodingEnabled(false)
                .header("Accept", "application/dicom+xml")
                .body(file("CT_small.dcm"))
                .post("/fhir/%24dicom-metadata")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("application/dicom+xml"))
                .body(containsString("<NativeDicomModel"))
                .body(containsString("keyword=\"Modality\""));
        staff().header("Accept", "image/png")
                .body(file("CT_small.dcm"))
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(406);
    }

    @Test
    void namesTheAttributesThatBreakARule() {
        byte[] wrong = new String(file("CT_small.dcm"), StandardCharsets.ISO_8859_1)
                .replace("20040119", "2004X119")
                .getBytes(StandardCharsets.ISO_8859_1);
        staff().body(wrong)
                .post("/fhir/$dicom-validate")
                .then()
                .statusCode(200)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.severity", hasItem("error"))
                .body("issue.diagnostics", hasItem(containsString("PS3.")))
                .body("issue.expression.flatten()", hasItem("(0008,0020)"));
        staff().header("Accept", "application/fhir+xml")
                .body(file("MR_small.dcm"))
                .post("/fhir/$dicom-validate")
                .then()
                .header("Content-Type", containsString("fhir+xml"))
                .body(containsString("<OperationOutcome"));
    }

    @Test
    void drawsAFrameAsAsked() throws IOException {
        BufferedImage usual = picture(staff().body(file("CT_small.dcm")).post("/fhir/$dicom-render"), "image/jpeg");
        assertThat(usual.getWidth()).isEqualTo(128);
        BufferedImage small = picture(
                staff().body(file("CT_small.dcm"))
                        .post("/fhir/$dicom-render?format=png&viewport=50,40&window=40,400,linear"),
                "image/png");
        assertThat(small.getWidth()).isEqualTo(40);
        assertThat(small.getHeight()).isEqualTo(40);
        picture(
                staff().header("Accept", "image/gif")
                        .body(file("SC_rgb_rle_2frame.dcm"))
                        .post("/fhir/$dicom-render?frame=2"),
                "image/gif");
        for (String wrong : new String[] {
            "viewport=0,4",
            "viewport=4",
            "window=1,2",
            "window=1,0,linear",
            "quality=0",
            "quality=101",
            "frame=0",
            "frame=x"
        }) {
            staff().body(file("CT_small.dcm"))
                    .post("/fhir/$dicom-render?" + wrong)
                    .then()
                    .statusCode(400)
                    .body("issue[0].severity", equalTo("error"));
        }
        staff().body(file("CT_small.dcm"))
                .post("/fhir/$dicom-render?frame=2")
                .then()
                .statusCode(422);
        staff().body(file("CT_small.dcm"))
                .post("/fhir/$dicom-render?format=text/html")
                .then()
                .statusCode(406);
    }

    @Test
    void takesOutWhoItIsAboutTheSameWayEachTime() throws IOException {
        byte[] first = deidentified("CT_small.dcm", "?option=retain-patient-characteristics");
        byte[] again = deidentified("CT_small.dcm", "?option=113108");
        byte[] elsewhere = deidentified("CT_small.dcm", "?authority=https://elsewhere.example/mrn");

        DicomFile original = DicomFile.read(path("CT_small.dcm"));
        DicomFile cleaned = DicomReader.read(new ByteArrayInputStream(first), ReadOptions.DEFAULT);
        assertThat(new String(first, StandardCharsets.ISO_8859_1))
                .doesNotContain("CompressedSamples^CT1")
                .doesNotContain(original.dataSet().string(Tag.SOPInstanceUID).orElseThrow());
        assertThat(cleaned.dataSet().string(Tag.PatientIdentityRemoved)).contains("YES");
        assertThat(first).isEqualTo(again);
        assertThat(DicomReader.read(new ByteArrayInputStream(elsewhere), ReadOptions.DEFAULT)
                        .dataSet()
                        .string(Tag.StudyInstanceUID))
                .isNotEqualTo(cleaned.dataSet().string(Tag.StudyInstanceUID));
    }

    @Test
    void refusesOptionsThatDoNotGoTogetherOrAreNone() {
        for (String wrong : new String[] {
            "option=retain-full-dates&option=retain-shifted-dates", "option=none", "trust-pixels=perhaps"
        }) {
            staff().body(file("CT_small.dcm"))
                    .post("/fhir/$dicom-deidentify?" + wrong)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void refusesWhatIsNoDicomOrCutOff() {
        byte[] whole = file("CT_small.dcm");
        for (String operation : new String[] {"metadata", "validate", "render", "deidentify"}) {
            String address = "/fhir/$dicom-" + operation;
            staff().body("no DICOM at all".repeat(500).getBytes(StandardCharsets.UTF_8))
                    .post(address)
                    .then()
                    .statusCode(400)
                    .body("resourceType", equalTo("OperationOutcome"))
                    .body("issue[0].diagnostics", not(containsString("Exception")));
            staff().body(Arrays.copyOf(whole, whole.length / 2))
                    .post(address)
                    .then()
                    .statusCode(400);
            staff().body(new byte[0]).post(address).then().statusCode(400);
            Sandbox.backend().body("{}").post(address).then().statusCode(415);
        }
    }

    @Test
    void answersNoRealFileWithAFaultOfTheServer() throws IOException {
        for (Path real : RealFiles.list()) {
            for (String operation : new String[] {"metadata", "validate", "render", "deidentify"}) {
                int status = staff().body(Files.readAllBytes(real))
                        .post("/fhir/$dicom-" + operation)
                        .statusCode();
                assertThat(status).as(real.getFileName() + " " + operation).isIn(200, 400, 413, 422);
            }
        }
    }

    @Test
    void isForUsersAndServicesOnlyAndIsWrittenDown() {
        byte[] body = file("CT_small.dcm");
        RestAssured.given()
                .contentType("application/dicom")
                .body(body)
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(401);
        Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"))
                .contentType("application/dicom")
                .body(body)
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(403);
        Sandbox.with("user/Patient.rs", Map.of("fhirUser", "Practitioner/lena-moreau"))
                .contentType("application/dicom")
                .body(body)
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(403);
        staff().header("X-Request-Id", "file-at-hand-1")
                .body(body)
                .post("/fhir/$dicom-metadata")
                .then()
                .statusCode(200);
        assertThat(Sandbox.backend()
                        .get("/fhir/AuditEvent?subtype=operation&_sort=-date&_count=20")
                        .asString())
                .contains("file-at-hand-1");
    }

    private static byte[] deidentified(String name, String query) {
        Response answer = staff().body(file(name)).post("/fhir/$dicom-deidentify" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/dicom");
        return answer.asByteArray();
    }

    private static BufferedImage picture(Response answer, String mediaType) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(mediaType);
        return ImageIO.read(new ByteArrayInputStream(answer.asByteArray()));
    }

    private static Path path(String name) {
        return Peer.requireDicomFiles().resolve("pydicom/test_files").resolve(name);
    }

    private static byte[] file(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RequestSpecification staff() {
        return RestAssured.given()
                .header(
                        "Authorization",
                        "Bearer " + Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau")))
                .contentType("application/dicom");
    }
}
