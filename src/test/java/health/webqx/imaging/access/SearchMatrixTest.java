package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ABSENT_UID;
import static health.webqx.imaging.access.Matrix.ALL;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.BEN;
import static health.webqx.imaging.access.Matrix.CARLA;
import static health.webqx.imaging.access.Matrix.FAMILY;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.as;
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
 * Every kind of caller of {@link Matrix} at every search that leads from one resource to another, by GET and by POST: what
 * would lead through something closed finds what it would find if that had never been.
 */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class SearchMatrixTest {
    private final Matrix matrix = new Matrix();

    /**
     * A search.
     *
     * @param type what is searched for
     * @param through the types that it leads through, and that are asked to come along; all must be seen for it to find
     * @param names whether it names the patient
     * @param query what is asked
     * @param absent the same about what never was; empty where what is searched for is found nevertheless
     * @param mark what only an answer that has found has in it
     */
    private record Search(String type, List<String> through, boolean names, String query, String absent, String mark) {
        boolean finds(Row row, String patient) {
            return row.sees(type, patient) && through.stream().allMatch(other -> row.sees(other, patient));
        }
    }

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
        for (String patient : ALL) {
            String about = "'subject':{'reference':'Patient/" + patient + "'}";
            People.put(
                    "Observation",
                    "meas-" + patient,
                    "'status':'final','code':{'text':'" + FAMILY.get(patient) + "'}," + about
                            + ",'derivedFrom':[{'reference':'ImagingStudy/" + study(patient) + "'}]");
            People.put(
                    "List",
                    "list-" + patient,
                    "'status':'current','mode':'working'," + about + ",'entry':[{'item':{'reference':'ImagingStudy/"
                            + study(patient) + "'}}]");
        }
    }

    @Test
    void leadsThroughNothingThatIsClosed() {
        Map<String, String> studies = Map.of(ANNA, study(ANNA), BEN, study(BEN), CARLA, study(CARLA));
        for (Row row : matrix.rows()) {
            for (String patient : ALL) {
                searches(patient, studies.get(patient)).forEach(search -> ask(row, patient, search));
            }
        }
    }

    private static List<Search> searches(String patient, String study) {
        String uid = "identifier=urn:dicom:uid|urn:oid:" + UID.get(patient);
        String absentUid = "identifier=urn:dicom:uid|urn:oid:" + ABSENT_UID;
        String family = "family=" + FAMILY.get(patient);
        String mark = UID.get(patient) + "\"";
        String measured = "\"meas-" + patient + "\"";
        String toImages = "Observation?_id=meas-" + patient + "&derived-from:ImagingStudy.";
        String fromImages = "Patient?_id=" + patient + "&_has:ImagingStudy:patient:";
        String twice = "Patient?_id=" + patient + "&_has:Observation:subject:derived-from:ImagingStudy.";
        String nobody = "ImagingStudy?" + absentUid;
        List<String> none = List.of();
        List<String> images = List.of("ImagingStudy");
        return List.of(
                new Search("ImagingStudy", none, false, "ImagingStudy?" + uid, nobody, mark),
                new Search("ImagingStudy", none, false, "ImagingStudy?" + uid + "&_elements=id", nobody, study),
                new Search("ImagingStudy", none, false, "ImagingStudy?" + uid + "&_sort=-started", nobody, mark),
                new Search("ImagingStudy", none, false, "ImagingStudy?" + uid + "&_summary=count", "", "\"total\":1"),
                new Search("ImagingStudy", none, false, "ImagingStudy?" + uid + "&patient:missing=false", nobody, mark),
                new Search("ImagingStudy", none, true, "Patient/" + patient + "/ImagingStudy?" + uid, "", mark),
                new Search(
                        "ImagingStudy",
                        List.of("List"),
                        false,
                        "ImagingStudy?_list=list-" + patient,
                        "ImagingStudy?_list=list-nobody",
                        mark),
                new Search(
                        "ImagingStudy",
                        List.of("Patient"),
                        false,
                        "ImagingStudy?" + uid + "&patient:Patient." + family,
                        "ImagingStudy?" + uid + "&patient:Patient.family=Nobody",
                        mark),
                new Search("Observation", images, false, toImages + uid, toImages + absentUid, measured),
                new Search("Patient", images, true, fromImages + uid, fromImages + absentUid, FAMILY.get(patient)),
                new Search(
                        "Patient",
                        List.of("Observation", "ImagingStudy"),
                        true,
                        twice + uid,
                        twice + absentUid,
                        FAMILY.get(patient)),
                new Search(
                        "Observation",
                        images,
                        false,
                        "Observation?_id=meas-" + patient + "&_include=Observation:derived-from",
                        "",
                        mark),
                new Search(
                        "Patient",
                        images,
                        true,
                        "Patient?_id=" + patient + "&_revinclude=ImagingStudy:patient",
                        "",
                        mark),
                new Search(
                        "Patient",
                        images,
                        true,
                        "Patient?_id=" + patient
                                + "&_revinclude=Observation:subject&_include:iterate=Observation:derived-from",
                        "",
                        mark),
                new Search(
                        "ImagingStudy",
                        List.of("Observation"),
                        false,
                        "ImagingStudy?" + uid + "&_revinclude=Observation:derived-from",
                        "",
                        measured));
    }

    private static void ask(Row row, String patient, Search search) {
        String cell = row + " × " + search.query();
        int expected = !row.trusted()
                ? 401
                : !row.isOn(search.type()) || (search.names() && !row.mayName(patient)) ? 403 : 200;
        boolean both = !search.query().contains("/");
        for (boolean post : both ? List.of(false, true) : List.of(false)) {
            Response answer = asked(row, search.query(), post);
            assertThat(answer.statusCode()).as(cell).isEqualTo(expected);
            if (expected == 200) {
                assertThat(found(answer).contains(search.mark()))
                        .as(cell + answer.asString())
                        .isEqualTo(search.finds(row, patient));
                if (!search.finds(row, patient) && !search.absent().isEmpty()) {
                    assertThat(found(answer)).as(cell).isEqualTo(found(asked(row, search.absent(), post)));
                }
            }
            leaksNothing(row, cell, answer, search.query());
        }
    }

    private static Response asked(Row row, String query, boolean post) {
        if (!post) {
            return as(row).get("/fhir/" + query);
        }
        String[] parts = query.split("\\?", 2);
        return as(row).contentType("application/x-www-form-urlencoded")
                .body(parts[1].replace("|", "%7C"))
                .post("/fhir/" + parts[0] + "/_search");
    }

    /** A Bundle without its links, which repeat what was asked. */
    private static String found(Response answer) {
        return answer.asString().replaceAll("\"link\":\\[[^]]*]", "");
    }
}
