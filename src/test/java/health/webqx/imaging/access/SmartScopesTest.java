package health.webqx.imaging.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What SMART's scopes open at the door, beyond what the matrix asks. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
class SmartScopesTest {
    /** Proxies and servers take headers of 8 kB; a token needs room beside others. */
    private static final int WELL_BELOW_THE_LIMIT_OF_HEADERS = 4096;

    private final People people = new People();

    @BeforeEach
    void peopleArrive() {
        people.arrive();
    }

    /** smart-app-launch_2.2.0: 142, 144. */
    @Test
    void opensEveryTypeByAWildcard() {
        List<String> types = given().get("/fhir/metadata").path("rest[0].resource.type");
        assertThat(types).hasSizeGreaterThan(140);
        RequestSpecification wide = Sandbox.with("system/*.s", Map.of());
        for (String type : types) {
            assertThat(wide.get("/fhir/" + type + "?_summary=count").statusCode())
                    .as(type)
                    .isEqualTo(200);
        }
    }

    /** smart-app-launch_2.2.0: 123. */
    @Test
    void createsByUpdateUnderTheScopeToUpdate() {
        String id = "made-" + people.run;
        String observation = People.json(
                "Observation",
                id,
                "'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/" + people.anna + "'}");

        Sandbox.with("system/Observation.c", Map.of())
                .body(observation)
                .put("/fhir/Observation/" + id)
                .then()
                .statusCode(403);
        Sandbox.with("system/Observation.u", Map.of())
                .body(observation)
                .put("/fhir/Observation/" + id)
                .then()
                .statusCode(201);
    }

    /** smart-app-launch_2.2.0: 128, 369. */
    @Test
    void takesTheWordsOfVersionOneForTheLettersOfVersionTwo() {
        Map<String, String> own = Map.of("patient", people.anna);
        String observation = "/fhir/Observation/obs-" + people.anna;
        String body = People.json(
                "Observation",
                "obs-" + people.anna,
                "'status':'final','code':{'text':'new'},'subject':{'reference':'Patient/" + people.anna + "'}");
        RequestSpecification reads = Sandbox.with("patient/Observation.read", own);
        RequestSpecification writes = Sandbox.with("patient/Observation.write", own);

        reads.get(observation).then().statusCode(200);
        reads.get("/fhir/Observation").then().statusCode(200).body("entry.resource.id", hasItem("obs-" + people.anna));
        reads.body(body).put(observation).then().statusCode(403);
        writes.get(observation).then().statusCode(403);
        writes.get("/fhir/Observation").then().statusCode(403);
        writes.body(body).put(observation).then().statusCode(200);
        Sandbox.with("patient/Observation.*", own).delete(observation).then().statusCode(204);
    }

    /** smart-app-launch_2.2.0: 244. */
    @Test
    void refusesWhatItDoesNotSupport() {
        Sandbox.backend()
                .get("/fhir/Nonsense")
                .then()
                .statusCode(404)
                .body("resourceType", equalTo("OperationOutcome"));
    }

    /** smart-app-launch_2.2.0: 204. */
    @Test
    void knowsTheUserByAnAddressRelativeOrAbsolute() {
        String doctor = "Practitioner/" + people.radiologist;
        for (String user : List.of(doctor, "http://localhost:" + RestAssured.port + "/fhir/" + doctor)) {
            Sandbox.with("user/Patient.r", Map.of("fhirUser", user))
                    .get("/fhir/Patient/" + people.ben)
                    .then()
                    .statusCode(200);
        }
    }

    /** As decision 002 describes it. smart-app-launch_2.2.0: 139. */
    @Test
    void doesNotFollowALinkToAnotherPatient() {
        People.put(
                "Patient",
                people.anna,
                "'link':[{'other':{'reference':'Patient/" + people.ben + "'},'type':'seealso'}]");
        for (String patient : List.of(people.anna, people.ben)) {
            String other = patient.equals(people.anna) ? people.ben : people.anna;
            RequestSpecification app = Sandbox.with("patient/*.rs", Map.of("patient", patient));
            app.get("/fhir/Patient/" + other).then().statusCode(404);
            app.get("/fhir/Observation/obs-" + other).then().statusCode(404);
            app.get("/fhir/Patient?_include=Patient:link&_revinclude=Patient:link")
                    .then()
                    .statusCode(200)
                    .body("entry.resource.id", equalTo(List.of(patient)));
            app.get("/fhir/Patient/" + patient + "/$everything").then().statusCode(200);
        }
    }

    /** smart-app-launch_2.2.0: 134. */
    @Test
    void keepsTokensSmall() {
        String many = String.join(
                " ", given().get("/sandbox/.well-known/openid-configuration").<List<String>>path("scopes_supported"));
        assertThat(Sandbox.token(many, Map.of("patient", people.anna)))
                .hasSizeLessThan(WELL_BELOW_THE_LIMIT_OF_HEADERS);
    }
}
