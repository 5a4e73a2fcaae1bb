package health.webqx.imaging.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomReader;
import health.webqx.imaging.dicom.ReadOptions;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers get who may see images, and may not know whose they are (decision record 016). */
@QuarkusTest
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class DeidentifiedViewTest {
    private static final String SCOPE = "system/*.cruds webqx/deidentified";
    private static final String MIXED = "1.2.826.0.1.9";

    /** What tells of the originals, whichever way it is written. */
    private static final List<String> IDENTIFYING = List.of(
            "1.2.826.0.1.",
            "keller",
            "okafor",
            "ruiz",
            "stranger",
            "^anna",
            ">anna<",
            "ben-",
            "carla",
            "wqx-",
            "a-wqx",
            "20260301",
            "2026-03-01",
            "101500",
            "of the chest");

    /** A study with a slice, and an ultrasound image of which nobody knows what is written in it. */
    @BeforeEach
    void catalogued() throws IOException {
        if (!StudyFolder.file(health.webqx.imaging.dicom.Uid.of(MIXED + ".1.2"))
                .toFile()
                .exists()) {
            StudyFolder.write(MIXED, "WQX-77", "Stranger^Sam", "CT", 1, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            StudyFolder.write(MIXED, "WQX-77", "Stranger^Sam", "US", 2, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
        for (String study : List.of(StudyFolder.ANNA_CT, StudyFolder.BEN_MR, StudyFolder.BEN_RLE, MIXED)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isCatalogued(study));
        }
    }

    @Test
    void tellsNothingThatIdentifiesOnAnyRoute() throws IOException {
        for (String path : routes().toList()) {
            for (String accept : List.of("*/*", "multipart/related; type=\"*/*\"; transfer-syntax=*", "image/png")) {
                Response answer = researcher().header("Accept", accept).get(path);

                requireNothingIdentifying(path + " " + accept, answer);
                assertThat(answer.statusCode()).as(path + " " + accept).isNotIn(500, 502);
            }
        }
    }

    @Test
    void searchesByWhatItShowsAndByNothingElse() {
        JsonPath rows = researcher().get("/dicomweb/studies").jsonPath();
        String pseudonym = rows.getString("find { it.'00080061'.Value == ['MR'] }.'0020000D'.Value[0]");

        assertThat(uids("/dicomweb/studies?StudyInstanceUID=" + pseudonym)).containsExactly(pseudonym);
        assertThat(uids("/dicomweb/studies?ModalitiesInStudy=MR")).contains(pseudonym);
        assertThat(uids("/dicomweb/studies?PatientName=Okafor*")).isEmpty();
        assertThat(uids("/dicomweb/studies?PatientID=WQX-1002")).isEmpty();
        assertThat(uids("/dicomweb/studies?AccessionNumber=A-WQX-1002")).isEmpty();
        assertThat(uids("/dicomweb/studies?StudyInstanceUID=" + StudyFolder.BEN_MR))
                .isEmpty();
        assertThat(uids("/dicomweb/studies?StudyDate=20260301")).isEmpty();
        assertThat(rows.getString("[0].'00120062'.Value[0]")).isEqualTo("YES");
        assertThat(rows.getString("[0].'00081190'.Value[0]")).contains("/dicomweb/studies/2.25.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/metadata", "/series", "/instances", "/rendered", "/thumbnail", "/pixeldata"})
    void doesNotFindStudiesByTheirOriginalUids(String what) {
        Response original = researcher().get("/dicomweb/studies/" + StudyFolder.ANNA_CT + what);
        Response nothing = researcher().get("/dicomweb/studies/1.2.3.4.5" + what);

        assertThat(original.statusCode()).isEqualTo(nothing.statusCode());
        assertThat(original.asString()).isEqualTo(nothing.asString());
        assertThat(original.asString()).doesNotContain("WQX");
        assertThat(
                        what.equals("/series") || what.equals("/instances")
                                ? original.asString().equals("[]")
                                : original.statusCode() == 404)
                .isTrue();
    }

    @Test
    void givesNothingByAScopeThatPointsAtSomebody() {
        for (String filter : List.of(
                "patient=Patient/anna-keller",
                "identifier=urn:dicom:uid|urn:oid:" + StudyFolder.ANNA_CT,
                "started=2026")) {
            assertThat(Sandbox.with("system/ImagingStudy.rs?" + filter + " webqx/deidentified", Map.of())
                            .get("/dicomweb/studies")
                            .statusCode())
                    .as(filter)
                    .isEqualTo(403);
        }
        String shown = "http://dicom.nema.org/resources/ontology/DCM|MR";
        assertThat(Sandbox.with("system/ImagingStudy.rs?modality=" + shown + " webqx/deidentified", Map.of())
                        .get("/dicomweb/studies")
                        .jsonPath()
                        .<List<String>>getList("collect { it.'00080061'.Value }"))
                .isNotEmpty()
                .containsOnly(List.of("MR"));
    }

    @Test
    void keepsOthersFromPseudonyms() {
        String pseudonym = studyOf("MR");

        assertThat(Sandbox.with("system/*.cruds", Map.of())
                        .get("/dicomweb/studies/" + pseudonym + "/metadata")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesTheSamePseudonymsEachTimeAndOnEachWay() throws IOException {
        String pseudonym = studyOf("MR");
        String instance = instances(pseudonym).get(0);
        JsonPath metadata = researcher().get(instance + "/metadata").jsonPath();
        DicomFile file = file(instance);
        String patient = researcher()
                .get("/dicomweb/studies?StudyInstanceUID=" + pseudonym)
                .jsonPath()
                .getString("[0].'00100020'.Value[0]");

        assertThat(studyOf("MR")).isEqualTo(pseudonym);
        assertThat(file.dataSet().string(Tag.StudyInstanceUID)).contains(pseudonym);
        assertThat(metadata.getString("[0].'0020000D'.Value[0]")).isEqualTo(pseudonym);
        assertThat(instance).contains(file.dataSet().string(Tag.SOPInstanceUID).orElseThrow());
        assertThat(file.dataSet().string(Tag.PatientID)).contains(patient);
        assertThat(metadata.getString("[0].'00100020'.Value[0]")).isEqualTo(patient);
        assertThat(file.dataSet().string(Tag.PatientIdentityRemoved)).contains("YES");
    }

    @Test
    void givesThePixelsAsTheyAre() throws IOException {
        String instance = instances(studyOf("MR")).stream()
                .filter(each -> sizeOf(each) > 0)
                .findFirst()
                .orElseThrow();
        byte[] frame = researcher()
                .header("Accept", "application/octet-stream")
                .get(instance + "/frames/1")
                .asByteArray();

        assertThat(frame).hasSize(64 * 64 * 2).isEqualTo(file(instance).frame(1).bytes());
        assertThat(researcher().get(instance + "/frames/2").statusCode()).isEqualTo(404);
    }

    @Test
    void leavesOutWhatMayShowWhoseItIs() {
        String mixed = researcher()
                .get("/dicomweb/studies")
                .jsonPath()
                .getString("find { it.'00080061'.Value.contains('US') }.'0020000D'.Value[0]");
        List<String> instances = instances(mixed);
        String whole = researcher()
                .header("Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                .get("/dicomweb/studies/" + mixed)
                .asString();

        assertThat(instances).hasSize(2);
        assertThat(whole.split("Content-Location", -1)).hasSize(2);
        assertThat(instances.stream()
                        .map(each -> researcher().get(each).statusCode())
                        .sorted())
                .containsExactly(200, 403);
        for (String part : List.of("/frames/1", "/rendered", "/thumbnail", "/bulkdata/7FE00010", "/pixeldata")) {
            assertThat(instances.stream()
                            .map(each -> researcher().get(each + part).statusCode())
                            .sorted())
                    .as(part)
                    .containsExactly(200, 403);
        }
    }

    @Test
    void letsNothingBeReadOrWrittenOverFhir() {
        for (String path : List.of(
                "/fhir/ImagingStudy",
                "/fhir/Patient/anna-keller",
                "/fhir/Patient/anna-keller/$everything",
                "/fhir/AuditEvent",
                "/fhir/ImagingStudy/_history",
                "/fhir/$export",
                "/fhir/ImagingStudy?_id=x&_include=ImagingStudy:patient")) {
            Response answer = researcher().header("Prefer", "respond-async").get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            requireNothingIdentifying(path, answer);
        }
        assertThat(researcher()
                        .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}")
                        .post("/fhir/Basic")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void leavesOutPatientsWhoseConsentDeniesItToEverybody() {
        String pseudonym = researcher()
                .get("/dicomweb/studies?ModalitiesInStudy=MR")
                .jsonPath()
                .getString("[0].'0020000D'.Value[0]");
        String consent = Sandbox.backend()
                .body("{\"resourceType\":\"Consent\",\"status\":\"active\",\"scope\":{\"coding\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/consentscope\",\"code\":\"patient-privacy\"}]},"
                        + "\"category\":[{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"59284-0\"}]}],"
                        + "\"patient\":{\"reference\":\"Patient/ben-okafor\"},\"policyRule\":{\"text\":\"x\"},"
                        + "\"provision\":{\"type\":\"deny\",\"purpose\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/v3-ActReason\",\"code\":\"HRESCH\"}]}}")
                .post("/fhir/Consent")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        try {
            assertThat(uids("/dicomweb/studies?ModalitiesInStudy=MR")).doesNotContain(pseudonym);
            assertThat(researcher()
                            .get("/dicomweb/studies/" + pseudonym + "/metadata")
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            Sandbox.backend().delete("/fhir/Consent/" + consent);
        }
        assertThat(uids("/dicomweb/studies?ModalitiesInStudy=MR")).contains(pseudonym);
    }

    @Test
    void writesDownThatItWasDeidentified() {
        String pseudonym = studyOf("MR");
        researcher().get("/dicomweb/studies/" + pseudonym + "/metadata");
        String events = Sandbox.backend()
                .get("/fhir/AuditEvent?entity:identifier=urn:dicom:uid|urn:oid:" + pseudonym)
                .asString();

        assertThat(events).contains("\"de-identified\"").contains("ImagingStudy/");
    }

    private static Stream<String> routes() {
        List<String> studies =
                researcher().get("/dicomweb/studies").jsonPath().getList("collect { it.'0020000D'.Value[0] }");
        Stream<String> searches =
                Stream.of("/dicomweb/studies?includefield=all", "/dicomweb/series", "/dicomweb/instances?limit=5000");
        return Stream.concat(searches, studies.stream().flatMap(study -> {
            String root = "/dicomweb/studies/" + study;
            String instance = instances(study).get(0);
            String series = instance.substring(0, instance.indexOf("/instances/"));
            String[] uids = instance.split("/", -1);
            String wado =
                    "/wado?requestType=WADO&studyUID=" + study + "&seriesUID=" + uids[5] + "&objectUID=" + uids[7];
            return Stream.of(
                            Stream.of(root + "/series", root + "/instances", series + "/instances"),
                            Stream.of(root, series, instance)
                                    .flatMap(at -> Stream.of("", "/metadata", "/pixeldata", "/rendered", "/thumbnail")
                                            .map(at::concat)),
                            Stream.of("/frames/1", "/frames/1/rendered", "/frames/1/thumbnail", "/bulkdata/7FE00010")
                                    .map(instance::concat),
                            Stream.of(wado, wado + "&contentType=application/dicom", wado + "&contentType=image/jpeg"))
                    .flatMap(each -> each);
        }));
    }

    private static void requireNothingIdentifying(String what, Response answer) {
        String text = (answer.headers() + "\n" + new String(answer.asByteArray(), StandardCharsets.ISO_8859_1))
                .toLowerCase(Locale.ROOT);
        for (String value : IDENTIFYING) {
            assertThat(text.contains(value)).as(what + " tells " + value).isFalse();
        }
    }

    private static List<String> uids(String search) {
        return researcher().get(search).jsonPath().getList("collect { it.'0020000D'.Value[0] }");
    }

    private static String studyOf(String modality) {
        return uids("/dicomweb/studies?ModalitiesInStudy=" + modality).stream()
                .filter(uid -> researcher()
                                .get("/dicomweb/studies/" + uid + "/metadata")
                                .statusCode()
                        == 200)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> instances(String study) {
        List<String> urls = researcher()
                .get("/dicomweb/studies/" + study + "/instances")
                .jsonPath()
                .getList("collect { it.'00081190'.Value[0] }");
        return urls.stream().map(url -> url.substring(url.indexOf("/dicomweb"))).toList();
    }

    private static int sizeOf(String instance) {
        return researcher().header("Accept", "application/dicom").get(instance).asByteArray().length;
    }

    private static DicomFile file(String instance) throws IOException {
        byte[] bytes =
                researcher().header("Accept", "application/dicom").get(instance).asByteArray();
        return DicomReader.read(new ByteArrayInputStream(bytes), ReadOptions.DEFAULT);
    }

    private static boolean isCatalogued(String study) {
        return Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .asString()
                .contains("\"total\":1");
    }

    private static RequestSpecification researcher() {
        return Sandbox.with(SCOPE, Map.of());
    }
}
