package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees which versions. */
@QuarkusTest
class FhirHistoryTest {
    private final String anna = "anna-" + UUID.randomUUID();
    private final String ben = "ben-" + UUID.randomUUID();
    private final String order = "order-" + UUID.randomUUID();

    @BeforeEach
    void anOrderWithThreeVersions() {
        put("Patient", anna, "'active':true");
        put("Patient", ben, "'active':true");
        order(anna, "draft");
        order(anna, "active");
        order(anna, "completed");
    }

    @Test
    void tellsAResourcesVersionsNewestFirst() {
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest/" + order + "/_history")
                .then()
                .statusCode(200)
                .body("type", equalTo("history"))
                .body("total", equalTo(3))
                .body("entry.resource.status", equalTo(List.of("completed", "active", "draft")))
                .body("entry.request.method", equalTo(List.of("PUT", "PUT", "POST")))
                .body("entry.response.etag", equalTo(List.of("W/\"3\"", "W/\"2\"", "W/\"1\"")));
    }

    @Test
    void tellsADeletionWithoutAResource() {
        Sandbox.backend().delete("/fhir/ServiceRequest/" + order).then().statusCode(204);
        Sandbox.backend()
                .get("/fhir/ServiceRequest/" + order + "/_history")
                .then()
                .body("total", equalTo(4))
                .body("entry[0].request.method", equalTo("DELETE"))
                .body("entry[0].resource", nullValue());
    }

    @Test
    void goesOnPageByPageAndSinceAMoment() {
        List<String> seen = new ArrayList<>();
        String next = "/fhir/ServiceRequest/" + order + "/_history?_count=1";
        while (next != null) {
            JsonPath page = Sandbox.backend().get(next).jsonPath();
            seen.addAll(page.getList("entry.resource.meta.versionId"));
            String url = page.getString("link.find{it.relation=='next'}.url");
            next = url == null ? null : url.substring(url.indexOf("/fhir/"));
        }
        assertThat(seen).containsExactly("3", "2", "1");
        Sandbox.backend()
                .get("/fhir/ServiceRequest/" + order + "/_history?_since="
                        + Instant.now().plusSeconds(60))
                .then()
                .statusCode(200)
                .body("total", equalTo(0));
    }

    @Test
    void hidesAnotherPatientsVersions() {
        order(ben, "active");
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest/" + order + "/_history")
                .then()
                .statusCode(404);
        Sandbox.patient(ben)
                .get("/fhir/ServiceRequest/" + order + "/_history")
                .then()
                .body("entry", hasSize(1));
        Sandbox.patient(ben)
                .get("/fhir/ServiceRequest/" + order + "/_history/1")
                .then()
                .statusCode(404);
        assertThat(Sandbox.patient(anna)
                        .get("/fhir/ServiceRequest/_history")
                        .jsonPath()
                        .getInt("total"))
                .isZero();
        Sandbox.patient(anna)
                .get("/fhir/ServiceRequest/never-was/_history")
                .then()
                .statusCode(404);
    }

    @Test
    void showsNoOlderVersionWhereTheScopeLooksAtContent() {
        var granular = Map.of("patient", anna);
        String scope = "patient/ServiceRequest.rs?status=completed";
        Sandbox.with(scope, granular)
                .get("/fhir/ServiceRequest/" + order + "/_history")
                .then()
                .body("entry.resource.meta.versionId", equalTo(List.of("3")));
        Sandbox.with(scope, granular)
                .get("/fhir/ServiceRequest/" + order + "/_history/1")
                .then()
                .statusCode(404);
        Sandbox.with(scope, granular)
                .get("/fhir/ServiceRequest/" + order + "/_history/3")
                .then()
                .statusCode(200);
    }

    @Test
    void tellsTheVersionsOfATypeAndOfEverything() {
        Sandbox.patient(anna).get("/fhir/ServiceRequest/_history").then().body("total", equalTo(3));
        JsonPath everything = Sandbox.patient(anna).get("/fhir/_history").jsonPath();
        assertThat(everything.<String>getList("entry.resource.resourceType"))
                .contains("Patient", "ServiceRequest")
                .doesNotContain("AuditEvent");
        Sandbox.with("patient/ServiceRequest.rs", Map.of("patient", anna))
                .get("/fhir/_history")
                .then()
                .statusCode(403);
        Sandbox.with("patient/*.r", Map.of("patient", anna))
                .get("/fhir/ServiceRequest/_history")
                .then()
                .statusCode(403);
        Sandbox.backend().get("/fhir/Patient/_history?_since=yesterday").then().statusCode(400);
        Sandbox.backend()
                .header("Prefer", "handling=strict")
                .get("/fhir/Patient/_history?_at=2026")
                .then()
                .statusCode(400);
    }

    private void order(String patient, String status) {
        put(
                "ServiceRequest",
                order,
                "'status':'" + status + "','intent':'order','subject':{'reference':'Patient/" + patient + "'}");
    }

    private static void put(String type, String id, String members) {
        Sandbox.backend()
                .body(("{'resourceType':'" + type + "','id':'" + id + "'," + members + "}").replace('\'', '"'))
                .put("/fhir/" + type + "/" + id);
    }
}
