package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every kind of caller at every door: each cell has the answer that {@link Row} writes down by hand, and what is closed looks,
 * byte for byte, like what never was.
 */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class AccessMatrixTest {
    private static final String ANNA = "anna-keller";
    private static final String BEN = "ben-okafor";
    private static final String CARLA = "carla-ruiz";
    private static final Map<String, String> UID =
            Map.of(ANNA, "1.2.826.0.1.1", BEN, "1.2.826.0.1.2", CARLA, "1.2.826.0.1.3");
    private static final Map<String, String> FAMILY = Map.of(ANNA, "Keller", BEN, "Okafor", CARLA, "Ruiz");
    private static final Set<String> ALL = Set.of(ANNA, BEN, CARLA);
    private static final Set<String> NONE = Set.of();
    private static final String ABSENT_UID = "1.2.826.0.1.9";
    private static final String CT = "?modality=http://dicom.nema.org/resources/ontology/DCM|";

    private final People people = new People();

    @BeforeEach
    void imagesAreCatalogued() {
        people.arrive();
        for (String patient : ALL) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !study(patient)
                    .isEmpty());
            People.put(
                    "Observation",
                    "obs-" + patient,
                    "'status':'final','code':{'text':'" + FAMILY.get(patient) + "'},'subject':{'reference':'Patient/"
                            + patient + "'}");
        }
    }

    /** smart-app-launch_2.2.0: 119, 130, 136, 140, 142. */
    @Test
    void answersEachCallerAtEachDoorAsTheRuleBookSays() {
        Map<String, String> studies = Map.of(ANNA, study(ANNA), BEN, study(BEN), CARLA, study(CARLA));
        for (Row row : rows()) {
            for (String patient : ALL) {
                instances(row, patient, studies.get(patient));
                searches(row, patient, studies.get(patient));
                writes(row, patient, studies.get(patient));
            }
            listings(row);
        }
    }

    private List<Row> rows() {
        String person = "rel-" + people.run;
        People.put(
                "RelatedPerson",
                person,
                "'active':true,'patient':{'reference':'Patient/" + ANNA + "'},'relationship':[{'text':'mother'}]");
        String er = people.doctor;
        String opened =
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"reason\",\"valueString\":\"trauma\"}]}";
        People.staff(er)
                .body(opened)
                .post("/fhir/Patient/" + BEN + "/$break-glass")
                .then()
                .statusCode(200);
        String expired = Issuer.signed(Issuer.claims("jwt")
                .expirationTime(Date.from(Instant.now().minusSeconds(9)))
                .build());
        String revoked = Issuer.signed(Issuer.claims("both").build());
        Issuer.REVOKED.add(revoked);
        String image = "patient/ImagingStudy.rs" + CT;
        Set<String> one = Set.of(ANNA);
        Set<String> any = Set.of("*");
        Set<String> images = Set.of("ImagingStudy");
        List<Row> rows = new ArrayList<>();
        rows.add(Row.refused("no token", ""));
        rows.add(Row.refused(
                "wrong issuer", Issuer.signed(Issuer.claims("elsewhere").build())));
        rows.add(Row.refused(
                "wrong audience",
                Issuer.signed(Issuer.claims("jwt").audience("https://else").build())));
        rows.add(Row.refused("expired", expired));
        rows.add(Row.refused("revoked", revoked));
        rows.add(new Row("patient", app("patient/*.rs", ANNA, ""), true, any, one, one, one));
        rows.add(new Row("patient granular CT", app(image + "CT", ANNA, ""), true, images, NONE, one, one));
        rows.add(new Row("patient granular MR", app(image + "MR", ANNA, ""), true, images, NONE, NONE, one));
        rows.add(new Row("no consent", app("patient/*.rs", BEN, ""), true, any, Set.of(BEN), NONE, Set.of(BEN)));
        rows.add(new Row(
                "expired consent", app("patient/*.rs", CARLA, ""), true, any, Set.of(CARLA), NONE, Set.of(CARLA)));
        rows.add(new Row("proxy", app("patient/*.rs", ANNA, "RelatedPerson/" + person), true, any, one, one, one));
        rows.add(new Row(
                "radiologist", app("user/*.rs", "", "Practitioner/" + people.radiologist), true, any, ALL, ALL, NONE));
        rows.add(new Row("stranger", app("user/*.rs", "", "Practitioner/stranger"), true, any, NONE, NONE, NONE));
        rows.add(new Row(
                "break-glass", app("user/*.rs", "", "Practitioner/" + er), true, any, Set.of(BEN), Set.of(BEN), NONE));
        rows.add(new Row("backend narrow", app("system/Patient.rs", "", ""), true, Set.of("Patient"), ALL, NONE, NONE));
        rows.add(new Row("backend wide", app("system/*.rs", "", ""), true, any, ALL, ALL, NONE));
        return rows;
    }

    private static String app(String scope, String patient, String user) {
        Map<String, String> context = new java.util.HashMap<>();
        if (!patient.isEmpty()) {
            context.put("patient", patient);
        }
        if (!user.isEmpty()) {
            context.put("fhirUser", user);
        }
        return Sandbox.token(scope, context);
    }

    /** What names one thing: it is there, or it looks as if it had never been. */
    private static void instances(Row row, String patient, String study) {
        for (String path : List.of("", "/_history/1", "/_history", "/$meta", "/$validate")) {
            instance(row, "Patient", patient, "/fhir/Patient/" + patient + path, patient, "nobody");
            instance(
                    row,
                    "Observation",
                    patient,
                    "/fhir/Observation/obs-" + patient + path,
                    "obs-" + patient,
                    "nothing");
            instance(row, "ImagingStudy", patient, "/fhir/ImagingStudy/" + study + path, study, "nothing");
        }
        instance(row, "Patient", patient, "/fhir/Patient/" + patient + "/$everything", patient, "nobody");
        String uid = UID.get(patient);
        String series = "/dicomweb/studies/" + uid + "/series/" + uid + ".1";
        for (String path : List.of(
                "/dicomweb/studies/" + uid,
                "/dicomweb/studies/" + uid + "/metadata",
                "/dicomweb/studies/" + uid + "/series",
                "/dicomweb/studies/" + uid + "/instances",
                series,
                series + "/metadata",
                series + "/instances",
                series + "/instances/" + uid + ".1.1",
                series + "/instances/" + uid + ".1.1/metadata",
                series + "/instances/" + uid + ".1.1/frames/1",
                series + "/instances/" + uid + ".1.1/bulkdata/7FE00010")) {
            instance(row, "ImagingStudy", patient, path, uid, ABSENT_UID);
        }
    }

    private static void instance(Row row, String type, String patient, String path, String id, String absentId) {
        String cell = row + " × GET " + path;
        Response answer = as(row).get(path);
        if (!row.trusted()) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(401);
        } else if (!row.isOn(type)) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(403);
        } else if (row.sees(type, patient)) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(200);
        } else {
            Response absent = as(row).get(path.replace(id, absentId));
            assertThat(answer.statusCode())
                    .as(cell)
                    .isEqualTo(absent.statusCode())
                    .isIn(404, 200);
            assertThat(answer.asString().replace(id, absentId)).as(cell).isEqualTo(absent.asString());
            assertThat(answer.contentType()).as(cell).isEqualTo(absent.contentType());
            return;
        }
        leaksNothing(row, cell, answer, path);
    }

    /** What names a patient: 403 where another's is named under a token that is for one; else what may be seen of it. */
    private static void searches(Row row, String patient, String study) {
        String byName = "patient:Patient.family=" + FAMILY.get(patient);
        search(row, "ImagingStudy", patient, "ImagingStudy?patient=" + patient, study, true);
        search(
                row,
                "ImagingStudy",
                patient,
                "ImagingStudy?subject=Patient/" + patient + "&_summary=count",
                "\"total\":" + (patient.equals("ben-okafor") ? 2 : 1),
                true);
        search(
                row,
                "ImagingStudy",
                patient,
                "ImagingStudy?patient=" + patient + "&_include=*&_revinclude=*",
                study,
                true);
        search(
                row,
                "Observation",
                patient,
                "Observation?patient=" + patient + "&_include:iterate=*",
                "obs-" + patient,
                true);
        search(row, "Patient", patient, "Patient?_id=" + patient, FAMILY.get(patient), true);
        search(row, "ImagingStudy", patient, "ImagingStudy?_id=" + study, study, false);
        if (row.isOn("Patient")) {
            search(row, "ImagingStudy", patient, "ImagingStudy?_id=" + study + "&" + byName, study, false);
        }
        search(
                row,
                "Patient",
                patient,
                "Patient?family=" + FAMILY.get(patient) + "&_revinclude=Observation:subject",
                patient,
                false);
    }

    private static void search(Row row, String type, String patient, String query, String mark, boolean names) {
        String cell = row + " × GET " + query;
        Response answer = as(row).get("/fhir/" + query);
        int expected = !row.trusted() ? 401 : !row.isOn(type) || (names && !row.mayName(patient)) ? 403 : 200;
        assertThat(answer.statusCode()).as(cell).isEqualTo(expected);
        if (expected == 200) {
            String entries = answer.asString().replaceAll("\"link\":\\[[^]]*]", "");
            assertThat(entries.contains(mark)).as(cell + answer.asString()).isEqualTo(row.sees(type, patient));
        }
        leaksNothing(row, cell, answer, query);
    }

    /** What names nobody gives what may be seen of everybody. */
    private static void listings(Row row) {
        for (String path : List.of(
                "/fhir/ImagingStudy?_count=500",
                "/fhir/ImagingStudy/_history?_count=500",
                "/fhir?_type=ImagingStudy,Patient&_count=500",
                "/dicomweb/studies?limit=500",
                "/dicomweb/series?limit=500",
                "/dicomweb/instances?limit=500")) {
            String cell = row + " × GET " + path;
            Response answer = as(row).get(path);
            boolean on = row.isOn("ImagingStudy") || path.startsWith("/fhir?");
            assertThat(answer.statusCode()).as(cell).isEqualTo(!row.trusted() ? 401 : on ? 200 : 403);
            for (String patient : ALL) {
                assertThat(answer.asString().contains(UID.get(patient) + "\"")
                                || answer.asString().contains(UID.get(patient) + ".1"))
                        .as(cell + " of " + patient)
                        .isEqualTo(row.sees("ImagingStudy", patient));
            }
            leaksNothing(row, cell, answer, path);
        }
    }

    /** Nobody here may write. */
    private static void writes(Row row, String patient, String study) {
        int expected = row.trusted() ? 403 : 401;
        String observation = People.json(
                "Observation",
                "obs-" + patient,
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + patient + "'}");
        String path = "/fhir/Observation/obs-" + patient;
        List<Response> answers = List.of(
                as(row).body(observation).post("/fhir/Observation"),
                as(row).body(observation).put(path),
                as(row).header("If-None-Exist", "patient=" + patient)
                        .body(observation)
                        .post("/fhir/Observation"),
                as(row).body(observation).put("/fhir/Observation?patient=" + patient),
                as(row).delete(path),
                as(row).delete("/fhir/Observation?patient=" + patient),
                as(row).delete("/fhir/ImagingStudy/" + study),
                as(row).contentType("application/json-patch+json").body("[]").patch(path));
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).statusCode()).as(row + " × write " + i).isEqualTo(expected);
            leaksNothing(row, row + " × write " + i, answers.get(i), patient);
        }
        String reason = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"reason\",\"valueString\":\"x\"}]}";
        if (!row.bound().isEmpty() || !row.trusted() || row.name().startsWith("backend")) {
            assertThat(as(row).body(reason)
                            .post("/fhir/Patient/" + patient + "/$break-glass")
                            .statusCode())
                    .as(row + " × $break-glass")
                    .isEqualTo(expected);
        }
        batch(row, patient, study);
    }

    /** Inside of a batch each request is answered as if it had come alone. */
    private static void batch(Row row, String patient, String study) {
        String entries = "{'request':{'method':'GET','url':'ImagingStudy/" + study + "'}},"
                + "{'request':{'method':'GET','url':'Patient/" + patient + "'}}";
        Response answer = as(row).body(
                        ("{'resourceType':'Bundle','type':'batch','entry':[" + entries + "]}").replace('\'', '"'))
                .post("/fhir");
        if (!row.trusted()) {
            assertThat(answer.asString()).as(row + " × batch").doesNotContain(FAMILY.get(patient));
            return;
        }
        List<String> statuses = answer.path("entry.response.status");
        assertThat(statuses.get(0)).as(row + " × batch").startsWith(inBatch(row, "ImagingStudy", patient));
        assertThat(statuses.get(1)).as(row + " × batch").startsWith(inBatch(row, "Patient", patient));
        leaksNothing(row, row + " × batch", answer, patient);
    }

    private static String inBatch(Row row, String type, String patient) {
        return !row.isOn(type) ? "403" : row.sees(type, patient) ? "200" : "404";
    }

    /** No byte of what is closed: neither names, nor UIDs, nor pixels. */
    private static void leaksNothing(Row row, String cell, Response answer, String asked) {
        String body = answer.asString();
        for (String patient : ALL) {
            boolean image = row.sees("ImagingStudy", patient);
            boolean record = row.records().contains(patient);
            if (!image && !asked.contains(UID.get(patient))) {
                assertThat(body).as(cell).doesNotContain(UID.get(patient) + "\"");
            }
            if (!image && !record && !asked.contains(FAMILY.get(patient))) {
                assertThat(body).as(cell).doesNotContain(FAMILY.get(patient));
            }
        }
    }

    private static String study(String patient) {
        List<String> found = Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + UID.get(patient) + "&patient=" + patient)
                .path("entry.resource.id");
        return found == null || found.isEmpty() ? "" : found.get(0);
    }

    private static RequestSpecification as(Row row) {
        RequestSpecification request = RestAssured.given()
                .contentType("application/fhir+json; charset=utf-8")
                .urlEncodingEnabled(true);
        return row.token().isEmpty() ? request : request.header("Authorization", "Bearer " + row.token());
    }
}
