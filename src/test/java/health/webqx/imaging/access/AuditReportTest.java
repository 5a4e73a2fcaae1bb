package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Who is told what of the accesses there were. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class AuditReportTest {
    private static final String UID = "1.2.826.0.1.1";
    private static final String WHO = "/$who-looked?_count=500";

    private final People people = new People();

    @BeforeEach
    void someLooked() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Sandbox.backend()
                .get("/fhir/ImagingStudy?patient=anna-keller&_summary=count")
                .path("total")
                .equals(1));
        people.arrive();
        for (String patient : List.of(people.anna, people.ben, "anna-keller")) {
            people.order(people.doctor, patient, "active");
        }
        People.put("Practitioner", people.doctor, "'name':[{'prefix':['Dr.'],'given':['Eva'],'family':'Lang'}]");
        People.staff(people.doctor)
                .get("/fhir/ImagingStudy/ct-" + people.anna)
                .then()
                .statusCode(200);
        People.staff(people.doctor)
                .get("/fhir/ImagingStudy?patient=" + people.anna)
                .then()
                .statusCode(200);
        People.staff(people.doctor)
                .get("/fhir/ImagingStudy/mr-" + people.anna)
                .then()
                .statusCode(200);
        People.consent(
                people.anna,
                "'type':'permit','code':[{'coding':[{'system':'http://dicom.nema.org/resources/ontology/DCM','code':'CT'}]}]");
    }

    @Test
    void tellsPatientsWhoLookedAtTheImagesTheySee() {
        Response answer = Sandbox.patient(people.anna).get("/fhir/Patient/" + people.anna + WHO);

        answer.then()
                .statusCode(200)
                .body(
                        "parameter.part.flatten().findAll { it?.name == 'kind' }.valueCode",
                        equalTo(List.of("search", "view")))
                .body(
                        "parameter.part.flatten().findAll { it?.name == 'who' }.valueString",
                        equalTo(List.of("Dr. Eva Lang", "Dr. Eva Lang")))
                .body("parameter.part.flatten().valueReference.reference", hasItem("ImagingStudy/ct-" + people.anna));
        assertThat(answer.asString()).doesNotContain("mr-" + people.anna);
        Sandbox.backend()
                .get("/fhir/AuditEvent?patient=" + people.anna + "&subtype=operation")
                .then()
                .body("entry.size()", equalTo(1));
    }

    @Test
    void tellsOfPixelsOnDicomWeb() {
        String doctor = Sandbox.token("user/*.rs", Map.of("fhirUser", "Practitioner/" + people.doctor));
        String instance = "/dicomweb/studies/" + UID + "/series/" + UID + ".1/instances/" + UID + ".1.1";
        Sandbox.bearing(doctor).get(instance).then().statusCode(200);
        Sandbox.bearing(doctor).get(instance + "/rendered").then().statusCode(200);

        Sandbox.patient("anna-keller")
                .get("/fhir/Patient/anna-keller" + WHO)
                .then()
                .statusCode(200)
                .body("parameter.part.flatten().findAll { it?.name == 'kind' }.valueCode", hasItems("view", "download"))
                .body("parameter.part.flatten().valueReference.display", hasItem("CT of the chest"));
    }

    @Test
    void tellsNothingOfHiddenImagesAndOfOthers() {
        Response nothing = Sandbox.patient(people.ben).get("/fhir/Patient/" + people.ben + WHO);
        People.staff(people.doctor)
                .get("/fhir/ImagingStudy/ct-" + people.ben)
                .then()
                .statusCode(200);
        Response hidden = Sandbox.patient(people.ben).get("/fhir/Patient/" + people.ben + WHO);

        assertThat(hidden.statusCode()).isEqualTo(200);
        assertThat(hidden.asString()).isEqualTo(nothing.asString()).doesNotContain("access");
        Response other = Sandbox.patient(people.ben).get("/fhir/Patient/" + people.anna + WHO);
        Response absent = Sandbox.patient(people.ben).get("/fhir/Patient/never-was" + WHO);
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.asString().replace(people.anna, "never-was")).isEqualTo(absent.asString());
    }

    @Test
    void tellsPatientsOnlyOfTheirs() {
        String path = "/fhir/Patient/" + people.anna + WHO;
        People.staff(people.doctor).get(path).then().statusCode(403);
        Sandbox.with("patient/*.rs", Map.of("patient", people.anna, "fhirUser", "Practitioner/" + people.doctor))
                .get(path)
                .then()
                .statusCode(403);
        Sandbox.with("system/Patient.rs", Map.of()).get(path).then().statusCode(403);
        Sandbox.with("patient/Observation.rs", Map.of("patient", people.anna))
                .get(path)
                .then()
                .statusCode(403);
        Sandbox.patient(people.anna).get("/fhir/AuditEvent").then().body(not(containsString("AuditEvent/")));
    }

    @Test
    void goesOnPageByPage() {
        List<String> kinds = new ArrayList<>();
        String next = "/fhir/Patient/" + people.anna + "/$who-looked?_count=1";
        String theirs = next;
        while (next != null) {
            Response page = Sandbox.patient(people.anna).get(next);
            page.then().statusCode(200);
            kinds.addAll(page.path("parameter.part.flatten().findAll { it?.name == 'kind' }.valueCode"));
            next = page.path("parameter.find { it.name == 'next' }?.valueUrl");
            theirs = next == null ? theirs : next;
        }
        assertThat(kinds).containsExactly("search", "view");
        Sandbox.patient(people.ben)
                .get(theirs.replace(people.anna, people.ben))
                .then()
                .statusCode(400);
    }

    @Test
    void countsForWhoMaySeeAll() {
        Response report =
                Sandbox.backend().get("/fhir/AuditEvent/$report?patient=" + people.anna + "&interaction=read");
        report.then()
                .statusCode(200)
                .body("parameter.findAll { it.name == 'group' }.size()", equalTo(1))
                .body(
                        "parameter.part.flatten().findAll { it?.name == 'key' }.valueString",
                        hasItem("Practitioner/" + people.doctor))
                .body("parameter.part.flatten().findAll { it?.name == 'count' }.valueDecimal", hasItem(2));
        String drill = report.path("parameter.find { it.name == 'group' }.part.find { it.name == 'search' }.valueUrl");
        Sandbox.backend()
                .urlEncodingEnabled(false)
                .get(drill)
                .then()
                .statusCode(200)
                .body("entry.size()", equalTo(2));
        for (String by : List.of("patient", "agent", "interaction", "outcome", "day")) {
            Response each = Sandbox.backend().get("/fhir/AuditEvent/$report?by=" + by + "&_count=3&date=ge2020");
            each.then().statusCode(200);
            String search =
                    each.path("parameter.find { it.name == 'group' }.part.find { it.name == 'search' }?.valueUrl");
            if (search != null) {
                Sandbox.backend().urlEncodingEnabled(false).get(search).then().statusCode(200);
            }
        }
        Sandbox.with("system/AuditEvent.rs?outcome=4", Map.of())
                .get("/fhir/AuditEvent/$report?patient=" + people.anna + "&interaction=read")
                .then()
                .body("parameter.findAll { it.name == 'group' }.size()", equalTo(0));
        People.staff(people.doctor)
                .get("/fhir/AuditEvent/$report")
                .then()
                .body("parameter.findAll { it.name == 'group' }.size()", equalTo(0));
        Sandbox.patient(people.anna).get("/fhir/AuditEvent/$report").then().body(not(containsString("Practitioner/")));
        Sandbox.with("system/Patient.rs", Map.of())
                .get("/fhir/AuditEvent/$report")
                .then()
                .statusCode(403);
        Sandbox.backend().get("/fhir/AuditEvent/$report?by=shoe").then().statusCode(400);
    }

    @Test
    void exportsWhatAnAuditRepositoryTakes() throws Exception {
        Sandbox.backend()
                .header("User-Agent", "<evil attr=\"1\">&'\u0001")
                .get("/fhir/Patient?name=%3Cx%3E%22%26&_id=" + people.anna)
                .then()
                .statusCode(200);
        Response export = Sandbox.backend().get("/fhir/AuditEvent/$export-syslog?_since=2020-01-01T00:00:00Z");
        export.then().statusCode(200);
        List<String> messages = messages(export.asByteArray());

        assertThat(messages)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        message -> assertThat(message)
                                .matches(
                                        "(?s)<85>1 \\d{4}-\\d\\d-\\d\\dT\\S+ localhost webqx-imaging - DICOM\\+RFC3881 - \uFEFF<AuditMessage>.*"));
        List<String> events = new ArrayList<>();
        for (String message : messages) {
            events.add(event(message.substring(message.indexOf('\uFEFF') + 1)));
        }
        assertThat(events).contains("110112", "110103", "110110");
        Sandbox.with("system/AuditEvent.rs?outcome=0", Map.of())
                .get("/fhir/AuditEvent/$export-syslog")
                .then()
                .statusCode(403);
        People.staff(people.doctor)
                .get("/fhir/AuditEvent/$export-syslog")
                .then()
                .statusCode(403);
    }

    @Test
    void exportsNdjsonByBulkData() {
        Sandbox.backend().get("/fhir/Patient/looked-for-just-now").then().statusCode(404);
        String status = Sandbox.with("system/AuditEvent.rs", Map.of())
                .header("Prefer", "respond-async")
                .get("/fhir/$export?_type=AuditEvent")
                .then()
                .statusCode(202)
                .extract()
                .header("Content-Location");
        String file = Sandbox.with("system/AuditEvent.rs", Map.of()).get(status).path("output[0].url");
        String lines = Sandbox.with("system/AuditEvent.rs", Map.of()).get(file).asString();
        assertThat(lines.split("\n"))
                .allSatisfy(line -> assertThat(line).startsWith("{\"resourceType\":\"AuditEvent\""));
        assertThat(lines).contains("\"ImagingStudy/ct-" + people.anna + "\"").contains("Practitioner/" + people.doctor);
        assertThat(lines).contains("Patient/looked-for-just-now");
    }

    private static List<String> messages(byte[] stream) {
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int blank = at;
            while (stream[blank] != ' ') {
                blank++;
            }
            int length = Integer.parseInt(new String(stream, at, blank - at, StandardCharsets.US_ASCII));
            messages.add(new String(Arrays.copyOfRange(stream, blank + 1, blank + 1 + length), StandardCharsets.UTF_8));
            at = blank + 1 + length;
        }
        return messages;
    }

    /** Its EventID, when it has what PS3.15 A.5 says it must. */
    private static String event(String xml) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Element identification =
                (Element) document.getElementsByTagName("EventIdentification").item(0);
        for (String needed : List.of("EventActionCode", "EventDateTime", "EventOutcomeIndicator")) {
            assertThat(identification.getAttribute(needed)).as(needed).isNotEmpty();
        }
        assertThat(document.getElementsByTagName("ActiveParticipant").getLength())
                .isGreaterThan(1);
        for (int i = 0; i < document.getElementsByTagName("ActiveParticipant").getLength(); i++) {
            Element participant =
                    (Element) document.getElementsByTagName("ActiveParticipant").item(i);
            assertThat(participant.getAttribute("UserID")).isNotEmpty();
            assertThat(participant.getAttribute("UserIsRequestor")).isIn("true", "false");
        }
        assertThat(document.getElementsByTagName("AuditSourceIdentification").getLength())
                .isEqualTo(1);
        for (int i = 0;
                i
                        < document.getElementsByTagName("ParticipantObjectIdentification")
                                .getLength();
                i++) {
            Element object = (Element) document.getElementsByTagName("ParticipantObjectIdentification")
                    .item(i);
            assertThat(object.getAttribute("ParticipantObjectID")).isNotEmpty();
            assertThat(object.getElementsByTagName("ParticipantObjectIDTypeCode")
                            .getLength())
                    .isEqualTo(1);
            assertThat(object.getElementsByTagName("ParticipantObjectName").getLength()
                            + object.getElementsByTagName("ParticipantObjectQuery")
                                    .getLength())
                    .isEqualTo(1);
        }
        return ((Element) identification.getElementsByTagName("EventID").item(0)).getAttribute("csd-code");
    }
}
