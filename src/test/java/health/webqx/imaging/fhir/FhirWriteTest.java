package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import health.webqx.imaging.store.ThrowingObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional interactions, patches, and what a writer asks for in headers. */
@QuarkusTest
class FhirWriteTest {
    private static final String JSON_PATCH = "application/json-patch+json";

    private final String run = UUID.randomUUID().toString();
    private final String anna = "anna-" + run;
    private final String ben = "ben-" + run;

    @BeforeEach
    void twoPatients() {
        for (String patient : List.of(anna, ben)) {
            Sandbox.backend()
                    .body(patient(patient))
                    .put("/fhir/Patient/" + patient)
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void staysWrittenThoughWhatFollowsFromItFails() {
        String id = Sandbox.backend()
                .body("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + ThrowingObserver.UNBEARABLE + "\"}}")
                .post("/fhir/Basic")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        Sandbox.backend().get("/fhir/Basic/" + id).then().statusCode(200);
    }

    @Test
    void createsUnlessThereIsOne() {
        Response first =
                observation(anna).header("If-None-Exist", identifier("x")).post("/fhir/Observation");
        Response second =
                observation(anna).header("If-None-Exist", identifier("x")).post("/fhir/Observation");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        observation(anna).post("/fhir/Observation").then().statusCode(201);
        observation(anna)
                .header("If-None-Exist", identifier("x"))
                .post("/fhir/Observation")
                .then()
                .statusCode(412);
    }

    @Test
    void createsOneHoweverManyAskAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        Set<String> locations = new HashSet<>();
        for (var answer : clients.invokeAll(IntStream.range(0, 16)
                .<java.util.concurrent.Callable<Response>>mapToObj(i -> () -> observation(anna)
                        .header("If-None-Exist", identifier("x"))
                        .post("/fhir/Observation"))
                .toList())) {
            locations.add(answer.get().header("Location"));
        }
        clients.shutdown();
        assertThat(locations).hasSize(1);
    }

    @Test
    void seesOnlyTheCallersOwnInACondition() {
        observation(anna).post("/fhir/Observation").then().statusCode(201);
        Sandbox.patient(ben)
                .body(observationOf(ben))
                .header("If-None-Exist", identifier("x"))
                .post("/fhir/Observation")
                .then()
                .statusCode(201)
                .body("subject.reference", equalTo("Patient/" + ben));
        Sandbox.with("patient/Observation.c", Map.of("patient", ben))
                .body(observationOf(ben))
                .header("If-None-Exist", identifier("x"))
                .post("/fhir/Observation")
                .then()
                .statusCode(403);
        Sandbox.patient(ben)
                .delete("/fhir/Observation?" + identifier("x") + "&patient=" + anna)
                .then()
                .statusCode(403);
    }

    @Test
    void updatesTheOneThatMeetsTheCondition() {
        String condition = "/fhir/Observation?" + identifier("x");
        Response created = observation(anna).put(condition);
        Response updated = observation(anna).put(condition);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(updated.jsonPath().getString("id"))
                .isEqualTo(created.jsonPath().getString("id"));
        assertThat(updated.jsonPath().getString("meta.versionId")).isEqualTo("2");
        Sandbox.backend()
                .body(observationOf(anna).replaceFirst("\\{", "{\"id\":\"other\","))
                .put(condition)
                .then()
                .statusCode(400);
        Sandbox.backend()
                .body(observationOf(anna))
                .put("/fhir/Observation")
                .then()
                .statusCode(400);
        Sandbox.backend()
                .body(observationOf(anna))
                .put("/fhir/Observation?nonsense=1")
                .then()
                .statusCode(400);
    }

    @Test
    void deletesTheOneThatMeetsTheCondition() {
        String condition = "/fhir/Observation?" + identifier("x");
        String id = observation(anna).post("/fhir/Observation").jsonPath().getString("id");
        Sandbox.backend().delete(condition).then().statusCode(204);
        Sandbox.backend().get("/fhir/Observation/" + id).then().statusCode(410);
        Sandbox.backend().delete(condition).then().statusCode(204);
        observation(anna).post("/fhir/Observation");
        observation(anna).post("/fhir/Observation");
        Sandbox.backend().delete(condition).then().statusCode(412);
    }

    @Test
    void patchesElements() {
        patch(
                        Sandbox.backend(),
                        "[{'op':'replace','path':'/gender','value':'male'},"
                                + "{'op':'add','path':'/name/-','value':{'family':'New'}}]")
                .then()
                .statusCode(200)
                .body("gender", equalTo("male"))
                .body("name.family", hasItems("Test", "New"))
                .body("meta.versionId", equalTo("2"));
        Sandbox.backend().get("/fhir/Patient/" + anna).then().body("gender", equalTo("male"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "422 [{'op':'remove','path':'/maritalStatus'}]",
                "422 [{'op':'test','path':'/gender','value':'other'}]",
                "422 [{'op':'add','path':'/nonsense','value':1}]",
                "422 [{'op':'replace','path':'/id','value':'other'}]",
                "422 [{'op':'replace','path':'/gender','value':'purple'}]",
                "400 {'op':'remove','path':'/name'}",
                "400 [{'op':'explode','path':'/name'}]",
                "400 [{'op':'remove'}]",
                "400 [1]",
                "400 rubbish",
            })
    void refusesPatchesThatDoNotApplyAndChangesNothing(String refused) {
        patch(Sandbox.backend(), refused.substring(4))
                .then()
                .statusCode(Integer.parseInt(refused.substring(0, 3)))
                .body("resourceType", equalTo("OperationOutcome"));
        Sandbox.backend().get("/fhir/Patient/" + anna).then().body("meta.versionId", equalTo("1"));
    }

    @Test
    void cannotPatchAResourceIntoAnotherCompartment() {
        String id = observation(anna).post("/fhir/Observation").jsonPath().getString("id");
        String moved = "[{\"op\":\"replace\",\"path\":\"/subject/reference\",\"value\":\"Patient/" + ben + "\"}]";
        Sandbox.patient(anna)
                .contentType(JSON_PATCH)
                .body(moved)
                .patch("/fhir/Observation/" + id)
                .then()
                .statusCode(403);
        Sandbox.patient(ben)
                .contentType(JSON_PATCH)
                .body("[]")
                .patch("/fhir/Observation/" + id)
                .then()
                .statusCode(404);
        Sandbox.with("patient/*.rs", Map.of("patient", anna))
                .contentType(JSON_PATCH)
                .body("[]")
                .patch("/fhir/Observation/" + id)
                .then()
                .statusCode(403);
    }

    @Test
    void losesNoPatchOfManyAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        for (var answer : clients.invokeAll(Stream.of("a", "b", "c", "d")
                .<java.util.concurrent.Callable<Response>>map(name -> () ->
                        patch(Sandbox.backend(), "[{'op':'add','path':'/name/-','value':{'family':'" + name + "'}}]"))
                .toList())) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        clients.shutdown();
        Sandbox.backend()
                .get("/fhir/Patient/" + anna)
                .then()
                .body("name.family", hasItems("a", "b", "c", "d"))
                .body("meta.versionId", equalTo("5"));
    }

    @Test
    void writesOnlyOverTheVersionThatIsNamed() {
        patch(Sandbox.backend().header("If-Match", "W/\"7\""), "[]").then().statusCode(412);
        patch(Sandbox.backend().header("If-Match", "W/\"1\""), "[]").then().statusCode(200);
        Sandbox.backend()
                .header("If-Match", "W/\"1\"")
                .body(patient(anna))
                .put("/fhir/Patient/" + anna)
                .then()
                .statusCode(412);
    }

    @Test
    void answersInTheFormThatIsPreferred() {
        Sandbox.backend()
                .header("Prefer", "return=minimal")
                .body(patient(anna))
                .put("/fhir/Patient/" + anna)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("W/\"2\""))
                .body(equalTo(""));
        Sandbox.backend()
                .header("Prefer", "return=OperationOutcome")
                .body(patient(anna))
                .put("/fhir/Patient/" + anna)
                .then()
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].severity", equalTo("information"));
        Sandbox.backend()
                .header("Prefer", "return=representation")
                .body(patient(anna))
                .put("/fhir/Patient/" + anna)
                .then()
                .body("id", equalTo(anna));
    }

    @Test
    void sendsNothingToWhoHasTheVersion() {
        Response read = Sandbox.backend().get("/fhir/Patient/" + anna);
        Sandbox.backend()
                .header("If-None-Match", read.header("ETag"))
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(304);
        Sandbox.backend()
                .header("If-None-Match", "W/\"9\"")
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(200);
        Sandbox.backend()
                .header("If-Modified-Since", read.header("Last-Modified"))
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(304);
        Sandbox.backend()
                .header("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
                .get("/fhir/Patient/" + anna)
                .then()
                .statusCode(200);
        Response head = Sandbox.backend().head("/fhir/Patient/" + anna);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(read.header("ETag"));
        assertThat(head.asString()).isEmpty();
    }

    @Test
    void refusesBodiesItCannotRead() {
        Sandbox.backend()
                .contentType("text/plain")
                .body("x")
                .post("/fhir/Patient")
                .then()
                .statusCode(415);
        Sandbox.backend()
                .contentType("text/plain")
                .body("[]")
                .patch("/fhir/Patient/" + anna)
                .then()
                .statusCode(415)
                .body("issue[0].expression[0]", equalTo("Content-Type"))
                .body("issue[0].details", nullValue());
    }

    private Response patch(RequestSpecification caller, String operations) {
        return caller.contentType(JSON_PATCH)
                .body(operations.replace('\'', '"'))
                .patch("/fhir/Patient/" + anna);
    }

    private RequestSpecification observation(String patient) {
        return Sandbox.backend().body(observationOf(patient));
    }

    private String observationOf(String patient) {
        return ("{'resourceType':'Observation','status':'final','code':{'text':'x'},'subject':{'reference':'Patient/"
                        + patient + "'},'identifier':[{'system':'urn:test','value':'x-" + run + "'}]}")
                .replace('\'', '"');
    }

    private String identifier(String name) {
        return "identifier=urn:test|" + name + "-" + run;
    }

    private static String patient(String id) {
        return ("{'resourceType':'Patient','id':'" + id + "','gender':'female','name':[{'family':'Test'}]}")
                .replace('\'', '"');
    }

    @Test
    void patchesTheOneResourceThatMeetsACondition() {
        Sandbox.backend()
                .body(
                        "{\"resourceType\":\"Patient\",\"id\":\"patched-by\",\"identifier\":[{\"system\":\"urn:patched\",\"value\":\"1\"}]}")
                .put("/fhir/Patient/patched-by");
        String patch = "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"female\"}]";

        Sandbox.backend()
                .contentType("application/json-patch+json")
                .body(patch)
                .patch("/fhir/Patient?identifier=urn:patched|1")
                .then()
                .statusCode(200)
                .body("gender", equalTo("female"));
        Sandbox.backend()
                .contentType("application/json-patch+json")
                .body(patch)
                .patch("/fhir/Patient?identifier=urn:patched|2")
                .then()
                .statusCode(404);
        Sandbox.patient("another")
                .contentType("application/json-patch+json")
                .body(patch)
                .patch("/fhir/Patient?identifier=urn:patched|1")
                .then()
                .statusCode(403);
    }

    @Test
    void refusesANumberThatCouldNotBeReadAgain() {
        Sandbox.backend()
                .body("{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                        + "\"valueQuantity\":{\"value\":1e9999}}")
                .post("/fhir/Observation")
                .then()
                .statusCode(400)
                .body("issue[0].diagnostics", containsString("digits"));
    }

    @Test
    void refusesAPatchThatIsNestedWithoutEnd() {
        for (String patch : new String[] {
            "[".repeat(5000), "[{\"op\":\"add\",\"path\":\"/x\",\"value\":" + "[".repeat(1500) + "]".repeat(1500) + "}]"
        }) {
            Sandbox.backend()
                    .contentType("application/json-patch+json")
                    .body(patch)
                    .patch("/fhir/Patient/anna-keller")
                    .then()
                    .statusCode(400);
        }
    }
}
