package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault of a real Orthanc that is known, and the right answer through us; what it holds came by STOW-RS. */
@QuarkusTest
@QuarkusTestResource(value = OrthancArchives.class, restrictToAnnotatedClass = true)
class OrthancFaultsTest {
    private static final String STUDY = "1.2.826.0.1.55.1";
    private static final String INSTANCE =
            "/dicomweb/studies/" + STUDY + "/series/" + STUDY + ".1/instances/" + STUDY + ".1.1";
    private static final String UIDS = "'0020000D'.Value.flatten()";
    private static boolean filled;

    @ConfigProperty(name = "webqx.test.orthanc", defaultValue = "false")
    boolean installed;

    @BeforeEach
    void fill() {
        assumeTrue(installed, "Orthanc is not installed");
        if (!filled) {
            DataSet more = DataSet.builder()
                    .put(Tag.PatientID, "WQX-1001")
                    .put(Tag.PatientName, "Keller^Anna=\u51ef\u52d2^\u5b89\u5a1c")
                    .put(Tag.Modality, "CT")
                    .put(Tag.StudyTime, "101500")
                    .put(Tag.SpecificCharacterSet, "ISO_IR 192")
                    .build();
            new StowRequest()
                    .with(StowRequest.instance(STUDY, 1, more.toBuilder()))
                    .with(StowRequest.instance("1.2.826.0.1.55.2", 1, "WQX-1002", "MR"))
                    .send(backend(), "")
                    .then()
                    .statusCode(200);
            filled = true;
        }
    }

    @Test
    void takesEveryRealFileThatItCanReadAndGivesItBackAsItWas() throws IOException {
        int stored = 0;
        try (Stream<Path> all = Files.walk(Peer.requireDicomFiles().resolve("pydicom/test_files"))) {
            for (Path file : all.filter(path -> path.toString().endsWith(".dcm"))
                    .sorted()
                    .limit(25)
                    .toList()) {
                byte[] content = Files.readAllBytes(file);
                if (content.length > 4 << 20) {
                    continue;
                }
                Response answer = new StowRequest().with(content).send(backend(), "");
                assertThat(answer.statusCode())
                        .as("%s %s", file, answer.asString())
                        .isIn(200, 409);
                if (answer.statusCode() == 200) {
                    DataSet all1 = DicomFile.read(file).dataSet();
                    byte[] back = backend()
                            .header("Accept", "application/dicom; transfer-syntax=*")
                            .get("/dicomweb/studies/"
                                    + all1.string(Tag.StudyInstanceUID).orElseThrow() + "/series/"
                                    + all1.string(Tag.SeriesInstanceUID).orElseThrow() + "/instances/"
                                    + all1.string(Tag.SOPInstanceUID).orElseThrow())
                            .asByteArray();
                    assertThat(back.length).as("%s", file).isGreaterThan(100);
                    stored++;
                }
            }
        }
        assertThat(stored).isGreaterThan(10);
    }

    @Test
    void neverReachesItsRestApi() {
        for (String path : List.of(
                "/dicomweb/../system",
                "/dicomweb/%2e%2e/system",
                "/dicomweb/studies/..%2f..%2fsystem",
                "/dicomweb/studies/%2e%2e/%2e%2e/system",
                "/dicomweb/studies/" + STUDY + "%20",
                "/dicomweb/studies/" + STUDY + "%2Fmetadata",
                "/dicomweb/studies//" + STUDY + "//metadatas",
                "/dicomweb/studies/" + STUDY + "/../../../system")) {
            Response answer = backend().urlEncodingEnabled(false).get(path);
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.asString()).doesNotContain("DicomAet").doesNotContain("WQX-");
        }
    }

    @Test
    void refusesKeysThatItWouldIgnore() {
        for (String query : List.of(
                "Colour=red", "00400275.Colour=1", "PatientID=WQX-1001&PatientID=WQX-1002", "limit=-1", "%00=1")) {
            assertThat(search(query).statusCode()).as(query).isEqualTo(400);
        }
    }

    @Test
    void matchesWhatItWouldNotMatch() {
        search("StudyInstanceUID=" + STUDY + "%5C1.2.826.0.1.55.2").then().body("", hasSize(2));
        search("PatientID=WQX%2D1001").then().body(UIDS, hasItem(STUDY));
        search("PatientID=WQX-100%3F&PatientName=%2A").then().body(UIDS, hasItem(STUDY));
        search("0010%300020=WQX-1001").then().statusCode(400);
        search("Modality=CT").then().body(UIDS, hasItem(STUDY));
        search("Modality=CT").then().body(UIDS, not(hasItem("1.2.826.0.1.55.2")));
        search("BodyPartExamined=NOSUCHPART").then().body("", hasSize(0));
        search("StudyTime=1015-1016&StudyInstanceUID=" + STUDY).then().body(UIDS, equalTo(List.of(STUDY)));
        search("StudyTime=1017-1018&StudyInstanceUID=" + STUDY).then().body("", hasSize(0));
        search("includefield=all&StudyInstanceUID=" + STUDY + "&accept=application/dicom%2Bjson")
                .then()
                .body("[0].'00080030'.Value[0]", containsString("101500"));
    }

    @Test
    void keepsCharactersThatItDrops() {
        assertThat(backend().get(INSTANCE + "/metadata").asString())
                .contains("\u51ef\u52d2")
                .contains("ISO_IR 192");
    }

    @Test
    void answersFormsThatItDoesNotHave() {
        assertThat(backend().accept("application/dicom").get(INSTANCE).statusCode())
                .isEqualTo(200);
        assertThat(backend()
                        .accept("text/html")
                        .get("/dicomweb/studies/" + STUDY)
                        .statusCode())
                .isEqualTo(406);
        assertThat(backend()
                        .accept("multipart/related; type=\"image/jls\"")
                        .get(INSTANCE + "/frames/1")
                        .statusCode())
                .isEqualTo(406);
        assertThat(backend().get("/dicomweb/studies?limit=1").statusCode()).isEqualTo(200);
        assertThat(backend().options("/dicomweb").statusCode()).isEqualTo(200);
        assertThat(backend().head("/dicomweb/studies/" + STUDY).statusCode()).isEqualTo(200);
        assertThat(backend().get(INSTANCE + "/pixeldata").statusCode()).isEqualTo(200);
        assertThat(backend()
                        .accept("application/octet-stream")
                        .get(INSTANCE + "/bulkdata/7FE00010")
                        .asByteArray())
                .hasSize(64);
        String frame = backend()
                .accept("multipart/related; type=application/octet-stream; transfer-syntax=*")
                .get(INSTANCE + "/frames/1")
                .asString();
        assertThat(frame).contains("Content-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1\r\n");
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThat(search("StudyInstanceUID=1.2.3.4").asString()).isEqualTo("[]");
        assertThat(backend().get("/dicomweb/studies/1.2.3.4").statusCode()).isEqualTo(404);
        assertThat(backend().get(INSTANCE + "/frames/2").statusCode()).isEqualTo(404);
        assertThat(backend().get(INSTANCE + "/frames/x").statusCode()).isEqualTo(400);
        String wado = "/wado?requestType=WADO&contentType=application/dicom&seriesUID=" + STUDY + ".1&objectUID="
                + STUDY + ".1.1&studyUID=";
        assertThat(backend().get(wado + STUDY).statusCode()).isEqualTo(200);
        assertThat(backend().get(wado + "1.2.826.0.1.55.2").statusCode()).isEqualTo(404);
    }

    @Test
    void writesAddressesOfThisServerAlone() {
        String all = search("includefield=all&includefield=00081190").asString()
                + backend().get("/dicomweb/studies/" + STUDY + "/metadata").asString();
        assertThat(all).contains("/dicomweb/studies/").doesNotContain("dicom-web");
    }

    @Test
    void storesAsTheStandardWants() {
        String study = StowRequest.newStudy();
        byte[] good = StowRequest.instance(study, 1, "WQX-1001", "CT");
        new StowRequest()
                .with("application/json", good)
                .send(backend(), "")
                .then()
                .statusCode(415);
        for (int i = 0; i < 2; i++) {
            new StowRequest()
                    .with(good)
                    .send(backend(), "")
                    .then()
                    .statusCode(200)
                    .body("'00081199'.Value", hasSize(1));
        }
        new StowRequest().with(good).send(backend(), "/1.2.3").then().statusCode(409);
        new StowRequest()
                .with(good)
                .with("no DICOM".getBytes(StandardCharsets.US_ASCII))
                .send(backend(), "")
                .then()
                .statusCode(202);
    }

    private static Response search(String query) {
        return backend().urlEncodingEnabled(false).get("/dicomweb/studies?" + query);
    }

    private static RequestSpecification backend() {
        return StowRequest.with("system/*.cruds", Map.of());
    }
}
