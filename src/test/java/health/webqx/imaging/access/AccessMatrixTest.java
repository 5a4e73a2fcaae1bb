package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ALL;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.BEN;
import static health.webqx.imaging.access.Matrix.CARLA;
import static health.webqx.imaging.access.Matrix.FAMILY;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.as;
import static health.webqx.imaging.access.Matrix.instance;
import static health.webqx.imaging.access.Matrix.leaksNothing;
import static health.webqx.imaging.access.Matrix.study;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
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
    private final Matrix matrix = new Matrix();

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    /** smart-app-launch_2.2.0: 119, 130, 136, 140, 142. */
    @Test
    void answersEachCallerAtEachDoorAsTheRuleBookSays() {
        Map<String, String> studies = Map.of(ANNA, study(ANNA), BEN, study(BEN), CARLA, study(CARLA));
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                instances(row, patient, studies.get(patient));
                searches(row, patient, studies.get(patient));
                writes(row, patient, studies.get(patient));
            }
            listings(row);
        }
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
            Row at = path.startsWith("/dicomweb") ? row.onDicomWeb() : row;
            Response answer = as(row).get(path);
            boolean on = at.isOn("ImagingStudy") || (path.startsWith("/fhir?") && !row.deidentified());
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
}
