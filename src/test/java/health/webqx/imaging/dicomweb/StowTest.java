package health.webqx.imaging.dicomweb;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** STOW-RS as senders see it: what is stored, where, for whom, and what is not (PS3.18 10.5). */
@QuarkusTest
@QuarkusTestResource(value = StoreFolders.class, restrictToAnnotatedClass = true)
class StowTest {
    private static final String STORED = "'00081199'.Value";
    private static final String FAILED = "'00081198'.Value";
    private static final String REASONS = "'00081198'.Value.'00081197'.Value.flatten()";

    @Test
    void storesAStudyThatIsCataloguedWhenTheAnswerComes() {
        String study = StowRequest.newStudy();
        byte[] first = StowRequest.instance(study, 1, "WQX-1001", "CT");
        new StowRequest()
                .with(first)
                .with(StowRequest.instance(study, 2, "WQX-1001", "CT"))
                .send(backend(), "")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("application/dicom+json"))
                .body("'00081190'.Value[0]", containsString("/dicomweb/studies/" + study))
                .body(STORED, hasSize(2))
                .body(STORED + "[0].'00081155'.Value[0]", equalTo(study + ".1.1"))
                .body(STORED + "[0].'00081150'.Value[0]", notNullValue())
                .body(STORED + "[0].'00081190'.Value[0]", containsString("/instances/" + study + ".1.1"))
                .body(FAILED, nullValue());

        RequestSpecification anna = Sandbox.with("patient/*.rs", Map.of("patient", "anna-keller"));
        anna.get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .then()
                .body("total", equalTo(1))
                .body("entry[0].resource.subject.reference", equalTo("Patient/anna-keller"))
                .body("entry[0].resource.numberOfInstances", equalTo(2));
        byte[] back = staff("rs")
                .header("Accept", "application/dicom; transfer-syntax=*")
                .get("/dicomweb/studies/" + study + "/series/" + study + ".1/instances/" + study + ".1.1")
                .asByteArray();
        assertThat(back).isEqualTo(first);
        assertThat(StoreFolders.files("main")).contains(study + ".1.1.dcm", study + ".1.2.dcm");
    }

    @Test
    void storingAgainChangesNothing() {
        String study = StowRequest.newStudy();
        StowRequest request = new StowRequest()
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"));
        for (int i = 0; i < 2; i++) {
            request.send(backend(), "/" + study).then().statusCode(200).body(STORED, hasSize(2));
        }
        assertThat(StoreFolders.files("main").stream().filter(name -> name.startsWith(study)))
                .hasSize(1);
        backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .then()
                .body("entry[0].resource.numberOfInstances", equalTo(1));
    }

    @Test
    void sendsStudiesWhereTheRulesSayAndWhatIsAddedWhereTheStudyIs() {
        String magnet = StowRequest.newStudy();
        String heart = StowRequest.newStudy();
        DataSet cardiology = DataSet.builder()
                .put(Tag.PatientID, "WQX-1001")
                .put(Tag.Modality, "MR")
                .put(Tag.InstitutionalDepartmentName, "Cardiology")
                .build();
        new StowRequest()
                .with(StowRequest.instance(magnet, 1, "WQX-1001", "MR"))
                .with(StowRequest.instance(magnet, 2, "WQX-1001", "SR"))
                .with(StowRequest.instance(heart, 1, cardiology.toBuilder()))
                .send(backend(), "")
                .then()
                .statusCode(200)
                .body("'00081190'", nullValue());
        new StowRequest()
                .with(StowRequest.instance(magnet, 3, "WQX-1001", "PR"))
                .send(backend(), "")
                .then()
                .statusCode(200);
        assertThat(StoreFolders.files("magnets"))
                .contains(magnet + ".1.1.dcm", magnet + ".1.2.dcm", magnet + ".1.3.dcm");
        assertThat(StoreFolders.files("hearts")).containsExactly(heart + ".1.1.dcm");
        assertThat(StoreFolders.files("main").stream().filter(name -> name.startsWith(magnet)))
                .isEmpty();
    }

    @Test
    void tellsWhatIsStoredAndWhatIsNot() {
        String study = StowRequest.newStudy();
        byte[] good = StowRequest.instance(study, 1, "WQX-1001", "CT");
        byte[] cut = Arrays.copyOf(StowRequest.instance(study, 2, "WQX-1001", "CT"), good.length - 20);
        byte[] contradicting = StowRequest.instance(
                study, 3, DataSet.builder().put(Tag.PatientID, "WQX-1001").put(Tag.SOPInstanceUID, study + ".9"));
        byte[] elsewhere = StowRequest.instance(StowRequest.newStudy(), 1, "WQX-1001", "CT");
        new StowRequest()
                .with(good)
                .with(cut)
                .with(contradicting)
                .with(elsewhere)
                .with("this is not DICOM".getBytes(StandardCharsets.US_ASCII))
                .with("application/json", "{}".getBytes(StandardCharsets.US_ASCII))
                .send(backend(), "/" + study)
                .then()
                .statusCode(202)
                .body(STORED, hasSize(1))
                .body(REASONS, equalTo(List.of(0xA900, 0x0110)))
                .body("'0008119A'.Value.'00081197'.Value.flatten()", equalTo(List.of(0xC000, 0xC000, 0xC000)));
        new StowRequest()
                .with(elsewhere)
                .send(backend(), "/" + study)
                .then()
                .statusCode(409)
                .body(REASONS, equalTo(List.of(0x0110)))
                .body(STORED, nullValue());
        assertThat(StoreFolders.files("main").stream().filter(name -> name.startsWith(study)))
                .containsExactly(study + ".1.1.dcm");
    }

    @Test
    void refusesWhatIsNoStowRequest() {
        byte[] instance = StowRequest.instance(StowRequest.newStudy(), 1, "WQX-1001", "CT");
        StowRequest request = new StowRequest().with(instance);
        status(backend().contentType("application/dicom").body(instance), 415);
        status(
                backend()
                        .contentType("multipart/related; type=\"application/dicom+json\"; boundary=x")
                        .body(request.whole()),
                415);
        status(
                backend()
                        .contentType("multipart/related; type=\"application/dicom\"")
                        .body(request.whole()),
                400);
        status(backend().contentType(StowRequest.TYPE).body(new StowRequest().whole()), 400);
        status(backend().contentType(StowRequest.TYPE).body("nothing".getBytes(StandardCharsets.US_ASCII)), 400);
        status(backend().contentType(StowRequest.TYPE).accept("image/png").body(request.whole()), 406);
        status(
                backend()
                        .contentType(StowRequest.TYPE)
                        .body(new StowRequest().with("text/plain", instance).whole()),
                415);
        status(
                backend()
                        .contentType(StowRequest.TYPE)
                        .body(new StowRequest()
                                .with(new byte[1_800_000])
                                .with(new byte[1_800_000])
                                .whole()),
                413);
        assertThat(backend()
                        .contentType(StowRequest.TYPE)
                        .body(request.whole())
                        .post("/dicomweb/studies/1.2.x")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesTheBodyOfARequestForNoStudyAway() {
        assertThat(backend()
                        .contentType(StowRequest.TYPE)
                        .body(new byte[8_000_000])
                        .post("/dicomweb/studies/1.2.x")
                        .statusCode())
                .isEqualTo(400);
    }

    private static void status(RequestSpecification request, int expected) {
        request.post("/dicomweb/studies")
                .then()
                .statusCode(expected)
                .header("Content-Type", containsString("application/problem+json"));
    }

    @Test
    void keepsAnInstanceThatIsTooLargeOutAndGoesOn() {
        String study = StowRequest.newStudy();
        new StowRequest()
                .with(new byte[1_100_000])
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .send(backend(), "")
                .then()
                .statusCode(202)
                .body("'0008119A'.Value[0].'00081197'.Value[0]", equalTo(0xA700))
                .body(STORED, hasSize(1));
    }

    @Test
    void keepsWhatCameWholeOfABodyThatBreaksOff() {
        String study = StowRequest.newStudy();
        byte[] cut = new StowRequest()
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(study, 2, "WQX-1001", "CT"))
                .cut();
        Response answer = StowRequest.send(backend(), "", Arrays.copyOf(cut, cut.length - 30));
        answer.then().statusCode(202).body(STORED, hasSize(1)).body("'0008119A'.Value", hasSize(1));
        assertThat(StoreFolders.files("main").stream().filter(name -> name.startsWith(study)))
                .containsExactly(study + ".1.1.dcm");
    }

    @Test
    void leavesNothingHalfOfASenderWhoHangsUp() throws IOException {
        String study = StowRequest.newStudy();
        byte[] body = new StowRequest()
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(study, 2, "WQX-1001", "CT"))
                .cut();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /dicomweb/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + StowRequest.TYPE
                            + "\r\nAuthorization: Bearer " + Sandbox.token("system/*.cruds", Map.of())
                            + "\r\nContent-Length: 1000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, body.length - 50);
            out.flush();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> StoreFolders.files("main")
                    .contains(study + ".1.1.dcm"));
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study)
                .then()
                .body("entry[0].resource.numberOfInstances", equalTo(1)));
        assertThat(StoreFolders.files("main")).noneMatch(name -> name.startsWith(".webqx-"));
    }

    @Test
    void takesImagesOnlyFromThoseWhoMayBringThem() {
        byte[] ofAnna = StowRequest.instance(StowRequest.newStudy(), 1, "WQX-1001", "CT");
        StowRequest request = new StowRequest().with(ofAnna);
        assertThat(StowRequest.send(given(), "", request.whole()).statusCode()).isEqualTo(401);
        for (String scope : List.of("user/*.rs", "user/ImagingStudy.u", "user/Patient.cruds")) {
            request.send(StowRequest.with(scope, Map.of("fhirUser", "Practitioner/lena-moreau")), "")
                    .then()
                    .statusCode(403);
        }
        request.send(staff("c"), "").then().statusCode(200);
        backend()
                .body(
                        "{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"subject\":{\"reference\":\"Patient/anna-keller\"}}")
                .contentType("application/fhir+json")
                .post("/fhir/ImagingStudy")
                .then()
                .statusCode(201);
        staff("cruds")
                .body(
                        "{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"subject\":{\"reference\":\"Patient/anna-keller\"}}")
                .contentType("application/fhir+json")
                .post("/fhir/ImagingStudy")
                .then()
                .statusCode(403);
    }

    @Test
    void keepsWhoIsBoundToAPatientWithinThatPatient() {
        RequestSpecification annas = inContext();
        String study = StowRequest.newStudy();
        new StowRequest()
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(StowRequest.newStudy(), 1, "WQX-1002", "CT"))
                .with(StowRequest.instance(StowRequest.newStudy(), 1, "NOBODY", "CT"))
                .with(StowRequest.instance(study, 2, "WQX-1002", "CT"))
                .send(annas, "")
                .then()
                .statusCode(202)
                .body(STORED, hasSize(1))
                .body(REASONS, equalTo(List.of(0x0124, 0x0124, 0x0124)));
    }

    @Test
    void neverMixesPatientsInAStudy() {
        String bens = StowRequest.newStudy();
        new StowRequest()
                .with(StowRequest.instance(bens, 1, "WQX-1002", "CT"))
                .send(backend(), "")
                .then()
                .statusCode(200);
        for (RequestSpecification caller : List.of(inContext(), backend())) {
            new StowRequest()
                    .with(StowRequest.instance(bens, 2, "WQX-1001", "CT"))
                    .send(caller, "")
                    .then()
                    .statusCode(409)
                    .body(REASONS, equalTo(List.of(0x0124)));
        }
        String both = StowRequest.newStudy();
        new StowRequest()
                .with(StowRequest.instance(both, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(both, 2, "WQX-1002", "CT"))
                .send(backend(), "")
                .then()
                .statusCode(202)
                .body(STORED, hasSize(1));
        String annas = StowRequest.newStudy();
        DataSet takingOver = DataSet.builder()
                .put(Tag.PatientID, "WQX-1001")
                .put(Tag.StudyInstanceUID, annas)
                .put(Tag.SeriesInstanceUID, annas + ".1")
                .build();
        new StowRequest()
                .with(StowRequest.instance(bens, 1, takingOver.toBuilder()))
                .send(inContext(), "")
                .then()
                .statusCode(409);
        assertThat(backend().get("/dicomweb/studies/" + bens + "/metadata").asString())
                .contains("WQX-1002")
                .doesNotContain("WQX-1001");
    }

    @Test
    void recordsWhatWasBroughtAndWhatWasRefused() {
        String stored = StowRequest.newStudy();
        String refused = StowRequest.newStudy();
        new StowRequest()
                .with(StowRequest.instance(stored, 1, "WQX-1001", "CT"))
                .with(StowRequest.instance(refused, 1, "WQX-1002", "CT"))
                .send(inContext(), "")
                .then()
                .statusCode(202);
        backend()
                .get("/fhir/AuditEvent?entity:identifier=urn:dicom:uid|urn:oid:" + stored)
                .then()
                .body("entry.findAll { it.resource.action == 'C' && it.resource.outcome == '0' }", hasSize(1))
                .body("entry[0].resource.toString()", containsString("anna-keller"));
        backend()
                .get("/fhir/AuditEvent?entity:identifier=urn:dicom:uid|urn:oid:" + refused)
                .then()
                .body("entry.findAll { it.resource.action == 'C' && it.resource.outcome == '4' }", hasSize(1));
    }

    @Test
    void answersInXmlToWhoWantsIt() {
        String study = StowRequest.newStudy();
        Response answer = new StowRequest()
                .with(StowRequest.instance(study, 1, "WQX-1001", "CT"))
                .send(backend().accept("application/dicom+xml"), "");
        answer.then().statusCode(200).header("Content-Type", containsString("application/dicom+xml"));
        assertThat(answer.asString()).contains("<NativeDicomModel").contains(study + ".1.1");
    }

    private static RequestSpecification backend() {
        return StowRequest.with("system/*.cruds", Map.of());
    }

    private static RequestSpecification staff(String letters) {
        return StowRequest.with("user/ImagingStudy." + letters, Map.of("fhirUser", "Practitioner/lena-moreau"));
    }

    private static RequestSpecification inContext() {
        return StowRequest.with(
                "patient/ImagingStudy.crs", Map.of("patient", "anna-keller", "fhirUser", "Practitioner/lena-moreau"));
    }
}
