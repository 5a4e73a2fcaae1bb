package health.webqx.imaging.access;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** What the tests of the matrix share: whose records and images there are, every kind of caller, and how answers are compared. */
final class Matrix {
    static final String ANNA = "anna-keller";
    static final String BEN = "ben-okafor";
    static final String CARLA = "carla-ruiz";
    static final Map<String, String> UID = Map.of(ANNA, "1.2.826.0.1.1", BEN, "1.2.826.0.1.2", CARLA, "1.2.826.0.1.3");
    static final Map<String, String> FAMILY = Map.of(ANNA, "Keller", BEN, "Okafor", CARLA, "Ruiz");
    static final Set<String> ALL = Set.of(ANNA, BEN, CARLA);
    static final Set<String> NONE = Set.of();
    static final String ABSENT_UID = "1.2.826.0.1.9";
    static final String CT = "?modality=http://dicom.nema.org/resources/ontology/DCM|";

    final People people = new People();

    /** How something is asked for. */
    interface Ask {
        Response at(RequestSpecification caller, String path);
    }

    /** Has each sample patient's images catalogued, and writes an observation of each. */
    void arrive() {
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

    /** The callers, and what each may have. */
    List<Row> rows() {
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
        rows.add(Row.deidentified("backend for research", app("system/*.rs webqx/deidentified", "", "")));
        rows.add(Row.deidentified(
                "radiologist for research",
                app("user/*.rs webqx/deidentified", "", "Practitioner/" + people.radiologist)));
        rows.add(Row.deidentified("patient for research", app("patient/*.rs webqx/deidentified", ANNA, "")));
        return rows;
    }

    static String app(String scope, String patient, String user) {
        Map<String, String> context = new HashMap<>();
        if (!patient.isEmpty()) {
            context.put("patient", patient);
        }
        if (!user.isEmpty()) {
            context.put("fhirUser", user);
        }
        return Sandbox.token(scope, context);
    }

    /** What names one thing: it is there, or it looks as if it had never been. */
    static void instance(Row row, String type, String patient, String path, String id, String absentId) {
        instance(row, type, patient, path, id, absentId, RequestSpecification::get);
    }

    static void instance(Row row, String type, String patient, String path, String id, String absentId, Ask ask) {
        String cell = row + " × " + path;
        Response answer = ask.at(as(row), path);
        if (!row.trusted()) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(401);
        } else if (!row.isOn(type)) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(403);
        } else if (row.sees(type, patient)) {
            assertThat(answer.statusCode()).as(cell).isEqualTo(200);
        } else {
            Response absent = ask.at(as(row), path.replace(id, absentId));
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

    /** No byte of what is closed: neither names, nor UIDs, nor pixels. */
    static void leaksNothing(Row row, String cell, Response answer, String asked) {
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

    /** The id of the ImagingStudy of a sample patient's study. */
    static String study(String patient) {
        List<String> found = Sandbox.backend()
                .get("/fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + UID.get(patient) + "&patient=" + patient)
                .path("entry.resource.id");
        return found == null || found.isEmpty() ? "" : found.get(0);
    }

    static RequestSpecification as(Row row) {
        RequestSpecification request = RestAssured.given()
                .contentType("application/fhir+json; charset=utf-8")
                .urlEncodingEnabled(true);
        return row.token().isEmpty() ? request : request.header("Authorization", "Bearer " + row.token());
    }
}
