package health.webqx.imaging.fhir;

import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations on resources, and what the server says it can do. */
@QuarkusTest
class FhirOperationTest {
    private static final String ORDER_PROFILE = "https://webqx.health/fhir/StructureDefinition/webqx-imaging-order";
    private static final String ORDER =
            """
            {"resourceType":"ServiceRequest","id":"profiled-order","meta":{"profile":["%s"]},"status":"draft",
             "intent":"order","category":[{"coding":[{"system":"http://snomed.info/sct","code":"363679005"}]}],
             "code":{"text":"CT of the chest"},"subject":{"reference":"Patient/anna-keller"}}
            """
                    .formatted(ORDER_PROFILE);

    @Test
    void validatesAResourceThatIsGiven() {
        Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"birthDate\":\"2020-01-01\"}")
                .post("/fhir/Patient/$validate")
                .then()
                .statusCode(200)
                .body("resourceType", is("OperationOutcome"))
                .body("issue.severity", everyItem(not(is("error"))));
        Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"birthDate\":\"soon\"}")
                .post("/fhir/Patient/$validate")
                .then()
                .statusCode(200)
                .body("issue.severity", hasItem("error"))
                .body("issue.expression.flatten()", hasItem("Patient.birthDate"));
    }

    @Test
    void validatesAgainstAProfileThatIsNamed() {
        String bare = "{\"resourceType\":\"ServiceRequest\",\"status\":\"draft\",\"intent\":\"order\","
                + "\"subject\":{\"reference\":\"Patient/anna-keller\"}}";
        String parameters =
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":" + bare
                        + "},{\"name\":\"profile\",\"valueUri\":\"" + ORDER_PROFILE + "\"},{\"name\":\"mode\","
                        + "\"valueCode\":\"create\"}]}";
        Sandbox.backend()
                .body(parameters)
                .post("/fhir/ServiceRequest/$validate")
                .then()
                .statusCode(200)
                .body("issue.severity", hasItem("error"))
                .body("issue.diagnostics", hasItem(containsString("ServiceRequest.category")));
        Sandbox.backend()
                .body(bare)
                .post("/fhir/ServiceRequest/$validate?profile=urn:nowhere")
                .then()
                .statusCode(404);
        Sandbox.backend().body(bare).post("/fhir/Patient/$validate").then().statusCode(400);
        RestAssured.given()
                .contentType("application/fhir+json")
                .body(bare)
                .post("/fhir/ServiceRequest/$validate")
                .then()
                .statusCode(401);
    }

    @Test
    void validatesWhatIsStoredForWhoMayReadItOnly() {
        Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"id\":\"valid-one\"}")
                .put("/fhir/Patient/valid-one");
        Sandbox.patient("valid-one")
                .get("/fhir/Patient/valid-one/$validate")
                .then()
                .statusCode(200)
                .body("issue.severity", everyItem(not(is("error"))));
        Sandbox.patient("another")
                .get("/fhir/Patient/valid-one/$validate")
                .then()
                .statusCode(404);
    }

    @Test
    void refusesToStoreWhatDoesNotMeetTheProfileItClaims() {
        String version = Sandbox.backend()
                .body(ORDER)
                .put("/fhir/ServiceRequest/profiled-order")
                .then()
                .statusCode(anyOf(is(200), is(201)))
                .extract()
                .path("meta.versionId");
        String uncategorised = ORDER.replace("363679005", "1");
        Sandbox.backend()
                .body(uncategorised)
                .put("/fhir/ServiceRequest/profiled-order")
                .then()
                .statusCode(422)
                .body("issue[0].expression[0]", containsString("ServiceRequest.category"));
        Sandbox.bearing(Sandbox.token("system/*.cruds", Map.of()))
                .contentType("application/json-patch+json")
                .body("[{\"op\":\"remove\",\"path\":\"/category\"}]")
                .patch("/fhir/ServiceRequest/profiled-order")
                .then()
                .statusCode(422);
        Sandbox.backend()
                .body("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":" + uncategorised
                        + ",\"request\":{\"method\":\"PUT\",\"url\":\"ServiceRequest/profiled-order\"}}]}")
                .post("/fhir")
                .then()
                .statusCode(422);
        Sandbox.backend().get("/fhir/ServiceRequest/profiled-order").then().body("meta.versionId", equalTo(version));
    }

    @Test
    void givesTheMetaAlone() {
        Sandbox.backend()
                .body("{\"resourceType\":\"Patient\",\"id\":\"tagged\",\"meta\":{\"tag\":[{\"code\":\"vip\"}]}}")
                .put("/fhir/Patient/tagged");
        Sandbox.backend()
                .get("/fhir/Patient/tagged/$meta")
                .then()
                .statusCode(200)
                .body("parameter[0].name", is("return"))
                .body("parameter[0].valueMeta.tag[0].code", is("vip"));
        Sandbox.patient("another").get("/fhir/Patient/tagged/$meta").then().statusCode(404);
    }

    @Test
    void saysWhereTokensComeFromAndWhatProfilesItKnows() {
        RestAssured.given()
                .get("/fhir/metadata")
                .then()
                .statusCode(200)
                .body(
                        "rest[0].security.extension[0].extension.find { it.url == 'token' }.valueUri",
                        endsWith("/sandbox/token"))
                .body("rest[0].resource.find { it.type == 'ServiceRequest' }.supportedProfile", hasItem(ORDER_PROFILE));
    }
}
