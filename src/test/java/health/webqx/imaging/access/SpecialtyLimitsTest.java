package health.webqx.imaging.access;

import static health.webqx.imaging.access.Matrix.ABSENT_UID;
import static health.webqx.imaging.access.Matrix.ANNA;
import static health.webqx.imaging.access.Matrix.BEN;
import static health.webqx.imaging.access.Matrix.UID;
import static health.webqx.imaging.access.Matrix.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.dicomweb.StudyFolder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staff that is limited to the modalities of its specialties, at both doors: Anna's study is a CT, Ben's an MR. */
@QuarkusTest
@TestProfile(SpecialtyLimitsTest.Limited.class)
@QuarkusTestResource(value = StudyFolder.class, restrictToAnnotatedClass = true)
class SpecialtyLimitsTest {
    private static final String RADIOLOGY = "394914008";
    private static final String OBSTETRICS = "394585009";
    private static final String GASTROENTEROLOGY = "394584008";

    private final Matrix matrix = new Matrix();

    /** As a hospital sets it that wants limits. */
    public static class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "webqx.access.specialty-limits",
                    "true",
                    "webqx.data-dir",
                    "target/specialties-" + System.nanoTime());
        }
    }

    @BeforeEach
    void imagesAreCatalogued() {
        matrix.arrive();
    }

    @Test
    void showsImagesOfTheModalitiesOfASpecialty() {
        assertSees(specialist("radiology", RADIOLOGY), true, true);
        assertSees(specialist("obstetrics", OBSTETRICS), false, true);
        assertSees(specialist("gastroenterology", GASTROENTEROLOGY), false, false);
        assertSees(specialist("both", GASTROENTEROLOGY, OBSTETRICS), false, true);
    }

    @Test
    void showsNoImagesWhereNoSpecialtyIsKnown() {
        assertSees(specialist("none"), false, false);
        assertSees(specialist("unknown", "1"), false, false);
        assertSees(People.staff("nobody-" + matrix.people.run), false, false);
    }

    @Test
    void endsWithTheRole() {
        RequestSpecification caller = specialist("leaving", RADIOLOGY);
        assertSees(caller, true, true);

        String practitioner = "leaving-" + matrix.people.run;
        People.put(
                "PractitionerRole",
                "role-" + practitioner,
                "'active':false,'practitioner':{'reference':'Practitioner/" + practitioner + "'},"
                        + specialties(RADIOLOGY));

        assertSees(caller, false, false);
    }

    @Test
    void limitsNeitherRecordsNorPatientsThemselves() {
        RequestSpecification caller = specialist("gastro", GASTROENTEROLOGY);
        caller.get("/fhir/Observation/obs-" + ANNA).then().statusCode(200);
        caller.get("/fhir/Patient/" + ANNA + "/$everything?_type=ImagingStudy,Observation")
                .then()
                .statusCode(200)
                .body("entry.findAll { it.resource.resourceType == 'ImagingStudy' }", equalTo(List.of()));

        Sandbox.patient(ANNA)
                .get("/dicomweb/studies/" + UID.get(ANNA) + "/metadata")
                .then()
                .statusCode(200);
    }

    /** A practitioner with a role of these specialties, by SNOMED CT. */
    private RequestSpecification specialist(String name, String... specialties) {
        String practitioner = name + "-" + matrix.people.run;
        matrix.people.role(practitioner, specialties(specialties));
        return People.staff(practitioner);
    }

    private static String specialties(String... codes) {
        List<String> concepts = java.util.Arrays.stream(codes)
                .map(code -> "{'coding':[{'system':'http://snomed.info/sct','code':'" + code + "'}]}")
                .toList();
        return concepts.isEmpty() ? "'code':[{'text':'doctor'}]" : "'specialty':[" + String.join(",", concepts) + "]";
    }

    private static void assertSees(RequestSpecification caller, boolean ct, boolean mr) {
        assertSees(caller, ANNA, ct);
        assertSees(caller, BEN, mr);
        String listed = get(caller, "/dicomweb/studies?limit=500").asString();
        assertThat(listed.contains(UID.get(ANNA) + "\"")).isEqualTo(ct);
        assertThat(listed.contains(UID.get(BEN) + "\"")).isEqualTo(mr);
    }

    private static void assertSees(RequestSpecification caller, String patient, boolean sees) {
        String study = study(patient);
        String uid = UID.get(patient);
        assertAlike(caller, "/fhir/ImagingStudy/" + study, study, "nothing", sees);
        assertAlike(caller, "/fhir/ImagingStudy/" + study + "/_history", study, "nothing", sees);
        for (String path : List.of("", "/metadata", "/rendered", "/thumbnail", "/series/" + uid + ".1")) {
            assertAlike(caller, "/dicomweb/studies/" + uid + path, uid, ABSENT_UID, sees);
        }
        assertThat(get(caller, "/fhir/ImagingStudy?_id=" + study).<Integer>path("total"))
                .isEqualTo(sees ? 1 : 0);
    }

    private static void assertAlike(
            RequestSpecification caller, String path, String id, String absentId, boolean sees) {
        Response answer = get(caller, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(sees ? 200 : 404);
        if (!sees) {
            assertThat(answer.asString().replace(id, absentId))
                    .as(path)
                    .isEqualTo(get(caller, path.replace(id, absentId)).asString());
        }
    }

    /** With parameters of its own: a specification keeps those of the requests before. */
    private static Response get(RequestSpecification caller, String path) {
        return RestAssured.given().spec(caller).get(path);
    }
}
