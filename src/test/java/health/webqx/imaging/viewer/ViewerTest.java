package health.webqx.imaging.viewer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.NodeScript;
import health.webqx.imaging.Peer;
import health.webqx.imaging.Sandbox;
import health.webqx.imaging.sandbox.sample.SampleStudies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The viewer's files, its sessions, and where OHIF and a browser are at hand, what a person sees. */
@QuarkusTest
@QuarkusTestResource(value = ViewerTest.Samples.class, restrictToAnnotatedClass = true)
class ViewerTest {
    private static final Path OHIF = Path.of("target/ohif/package/dist");

    /** The sample studies and OHIF; without it, a page that stands for it. */
    public static class Samples implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            Path folder = Path.of("target/viewer-samples").toAbsolutePath();
            SampleStudies.writeTo(folder);
            return Map.of(
                    "webqx.data-dir", "target/viewer-data",
                    "webqx.viewer.folder", viewer().toAbsolutePath().toString(),
                    "webqx.pacs.samples.type", "directory",
                    "webqx.pacs.samples.url", folder.toString(),
                    "webqx.pacs.samples.patient-id-system", "https://webqx.health/sandbox/mrn");
        }

        private static Path viewer() {
            if (Files.exists(OHIF.resolve("index.html"))) {
                return OHIF;
            }
            try {
                Path stub = Files.createDirectories(Path.of("target/viewer-stub"));
                Files.writeString(stub.resolve("index.html"), "<html><head><title>OHIF Viewer</title></head></html>");
                Files.writeString(stub.resolve("app.bundle.css"), "body {}");
                return stub;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void catalogued() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Sandbox.backend()
                .get("/fhir/ImagingStudy?endpoint=Endpoint/pacs-samples")
                .path("total")
                .equals(6));
    }

    @Test
    void servesTheViewerIsolatedAndLedToOurImages() {
        for (String address :
                List.of("/viewer", "/viewer/", "/viewer?StudyInstanceUIDs=1.2.3", "/viewer/segmentation")) {
            given().get(address)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("text/html"))
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .header("Cross-Origin-Embedder-Policy", "require-corp")
                    .body(containsString("<base href=\"/viewer/\">"));
        }
        given().get("/viewer/app-config.js")
                .then()
                .statusCode(200)
                .contentType(containsString("javascript"))
                .body(containsString("/dicomweb\""), containsString("window.config"));
        given().get("/viewer/app.bundle.css").then().statusCode(200).contentType(containsString("text/css"));
    }

    @Test
    void servesNothingFromOutsideOfItsFolder() {
        for (String path : List.of(
                "/viewer/../pom.xml",
                "/viewer/%2e%2e/%2e%2e/%2e%2e/pom.xml",
                "/viewer/..%2f..%2f..%2fpom.xml",
                "/viewer/..%5c..%5cpom.xml",
                "/viewer/%2fetc%2fhosts.txt",
                "/viewer/absent.js",
                "/viewer/%00.js")) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    @Test
    void opensASessionForTheStudyAndWhatMayBeSeenBesideIt() {
        JsonPath session = session(Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau")), "CT");
        String token = token(session);

        assertThat(Instant.parse(session.getString("parameter.find { it.name == 'expires' }.valueInstant")))
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plus(Duration.ofMinutes(31)));
        assertThat(studies(Sandbox.bearing(token))).containsExactlyInAnyOrderElementsOf(studiesOf("anna-keller"));
        Sandbox.bearing(token)
                .get("/dicomweb/studies/" + studiesOf("anna-keller").get(0) + "/metadata")
                .then()
                .statusCode(200);
        Sandbox.bearing(token)
                .get("/dicomweb/studies/" + studiesOf("ben-okafor").get(0) + "/metadata")
                .then()
                .statusCode(404);
        assertThat(studies(Sandbox.bearing(token), "?PatientID=*"))
                .doesNotContainAnyElementsOf(studiesOf("ben-okafor"));
        Sandbox.bearing(token).get("/fhir/ImagingStudy").then().statusCode(401);
        Sandbox.bearing(token).get("/fhir/Patient/anna-keller").then().statusCode(401);
        Sandbox.bearing(token.substring(0, token.length() - 2) + "AA")
                .get("/dicomweb/studies")
                .then()
                .statusCode(401);
        Sandbox.bearing("viewer~").get("/dicomweb/studies").then().statusCode(401);
        Sandbox.bearing("viewer~*").get("/dicomweb/studies").then().statusCode(401);
    }

    @Test
    void showsInASessionNoMoreThanTheScopesOfItsCallerAllow() {
        String scope = "patient/ImagingStudy.rs?modality=http://dicom.nema.org/resources/ontology/DCM|CT";
        String token = token(session(Sandbox.token(scope, Map.of("patient", "anna-keller")), "CT"));
        List<String> hidden = studiesOf("anna-keller", "&modality=US");

        assertThat(studies(Sandbox.bearing(token))).isEqualTo(studiesOf("anna-keller", "&modality=CT"));
        assertThat(hidden).isNotEmpty();
        hidden.forEach(study -> Sandbox.bearing(token)
                .get("/dicomweb/studies/" + study + "/metadata")
                .then()
                .statusCode(404));
    }

    @Test
    void givesNoSessionToWhoMayNotSeeTheImages() {
        String study = "/fhir/ImagingStudy/" + id("ben-okafor") + "/$viewer-session";
        Sandbox.patient("ben-okafor").post(study).then().statusCode(404);
        Sandbox.patient("anna-keller").post(study).then().statusCode(404);
        Sandbox.with("user/Patient.rs", Map.of("fhirUser", "Practitioner/lena-moreau"))
                .post(study)
                .then()
                .statusCode(403);
        given().post(study).then().statusCode(401);
    }

    @Test
    void endsASessionWithTheRightItWasOpenedBy() {
        String token = token(session(Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller")), "CT"));
        assertThat(studies(Sandbox.bearing(token))).isNotEmpty();
        Map<String, Object> consent = Sandbox.backend()
                .get("/fhir/Consent?patient=anna-keller&status=active")
                .path("entry[0].resource");
        String address = "/fhir/Consent/" + consent.get("id");
        consent.put("status", "inactive");
        Sandbox.backend().body(consent).put(address).then().statusCode(200);
        try {
            assertThat(studies(Sandbox.bearing(token))).isEmpty();
        } finally {
            consent.put("status", "active");
            Sandbox.backend().body(consent).put(address).then().statusCode(200);
        }
        String shortly = Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/lena-moreau", "expires_in", "4"));
        String ending = token(session(shortly, "CT"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Sandbox.bearing(ending).get("/dicomweb/studies").statusCode() == 401);
    }

    @Test
    void writesDownThatASessionWasOpenedAndWhatItLookedAt() {
        String token = token(session(Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller")), "CT"));
        Sandbox.bearing(token)
                .header("X-Request-Id", "viewer-audit")
                .get("/dicomweb/studies/" + studiesOf("anna-keller").get(0) + "/metadata")
                .then()
                .statusCode(200);
        String events = Sandbox.with("system/AuditEvent.rs", Map.of())
                .get("/fhir/AuditEvent?patient=anna-keller&_sort=-date&_count=20")
                .asString();
        assertThat(events).contains("viewer-audit", "ImagingStudy/" + id("anna-keller", "CT"));
    }

    @Test
    void showsSlicesCinesAndLettersToAPerson() throws IOException, InterruptedException {
        Peer.requireFile(OHIF.resolve("index.html").toString());
        Path shots = Files.createDirectories(Path.of("target/viewer-shots"));
        String token = Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller"));
        Map<String, String> environment = new HashMap<>();
        environment.put("CHROMIUM", Peer.require("chromium").toString());
        environment.put("SHOTS", shots.toAbsolutePath().toString());
        environment.put(
                "URLS",
                "{\"ct\": \"" + url(session(token, "CT")) + "\", \"echo\": \"" + url(session(token, "US")) + "\"}");
        environment.put("PERMITTED", "[\"" + String.join("\", \"", studiesOf("anna-keller")) + "\"]");

        NodeScript.run("viewer", "playwright-core", environment);
    }

    @Test
    void isUnderstoodByAClientInABrowserAndItsFilesByDcmtk() throws IOException, InterruptedException {
        Path out = Path.of("target/viewer-slice.dcm").toAbsolutePath();
        NodeScript.run(
                "dicomweb-client",
                "dicomweb-client",
                Map.of(
                        "BASE", "http://localhost:" + RestAssured.port,
                        "TOKEN", Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller")),
                        "STUDY", studiesOf("anna-keller", "&modality=CT").get(0),
                        "OUT", out.toString(),
                        "CHROMIUM", Peer.require("chromium").toString()));

        Process dump = new ProcessBuilder(Peer.require("dcmdump").toString(), "+P", "PatientName", out.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Keller^Anna");
        assertThat(dump.waitFor()).isZero();
    }

    private static JsonPath session(String token, String modality) {
        return Sandbox.bearing(token)
                .post("/fhir/ImagingStudy/" + id("anna-keller", modality) + "/$viewer-session")
                .then()
                .statusCode(200)
                .body("parameter.name", equalTo(List.of("url", "expires")))
                .extract()
                .jsonPath();
    }

    private static String url(JsonPath session) {
        return session.getString("parameter.find { it.name == 'url' }.valueUrl");
    }

    private static String token(JsonPath session) {
        return URI.create(url(session)).getQuery().replaceFirst(".*token=", "");
    }

    private static List<String> studies(RequestSpecification caller) {
        return studies(caller, "");
    }

    private static List<String> studies(RequestSpecification caller, String query) {
        return caller.get("/dicomweb/studies" + query)
                .then()
                .statusCode(200)
                .extract()
                .path("'0020000D'.Value.flatten()");
    }

    private static List<String> studiesOf(String patient) {
        return studiesOf(patient, "");
    }

    private static List<String> studiesOf(String patient, String more) {
        List<String> uids = Sandbox.backend()
                .get("/fhir/ImagingStudy?patient=" + patient + more)
                .path("entry.resource.identifier.collect { it.find { i -> i.system == 'urn:dicom:uid' }.value }");
        return uids.stream().map(uid -> uid.replace("urn:oid:", "")).toList();
    }

    private static String id(String patient) {
        return Sandbox.backend().get("/fhir/ImagingStudy?patient=" + patient).path("entry[0].resource.id");
    }

    private static String id(String patient, String modality) {
        return Sandbox.backend()
                .get("/fhir/ImagingStudy?patient=" + patient + "&modality=" + modality)
                .path("entry[0].resource.id");
    }
}
