package health.webqx.imaging.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk Data export, as a backend service, a limited one, and a patient's app see it. */
@QuarkusTest
class FhirExportTest {
    private static final String BACKEND = "system/*.cruds";

    @BeforeEach
    void people() {
        put("Patient/bulk-a", "{\"resourceType\":\"Patient\",\"id\":\"bulk-a\",\"gender\":\"female\"}");
        put("Patient/bulk-b", "{\"resourceType\":\"Patient\",\"id\":\"bulk-b\"}");
        put("Observation/bulk-o", observation("bulk-o", "bulk-a", "before"));
        put("Observation/bulk-p", observation("bulk-p", "bulk-b", "other"));
        put(
                "Group/bulk-g",
                "{\"resourceType\":\"Group\",\"id\":\"bulk-g\",\"type\":\"person\",\"actual\":true,"
                        + "\"member\":[{\"entity\":{\"reference\":\"Patient/bulk-a\"}}]}");
    }

    @Test
    void exportsTheSystemAsItWasWhenAsked() {
        String token = Sandbox.token(BACKEND, Map.of());
        String status = kickOff(token, "/fhir/$export?_type=Patient,Observation");
        put("Observation/bulk-o", observation("bulk-o", "bulk-a", "after " + token.hashCode()));
        put("Observation/bulk-late", observation("bulk-late", "bulk-a", "late " + token.hashCode()));

        String patients = files(token, status, "Patient");
        String observations = files(token, status, "Observation");

        assertThat(patients).contains("\"id\":\"bulk-a\"").contains("\"id\":\"bulk-b\"");
        assertThat(observations)
                .contains("\"before\"")
                .doesNotContain("\"after " + token.hashCode())
                .doesNotContain("\"late " + token.hashCode());
        assertThat(observations.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        Sandbox.bearing(token)
                .get(status)
                .then()
                .body("requiresAccessToken", is(true))
                .body("transactionTime", notNullValue())
                .body("error", is(List.of()))
                .body("output.type", not(hasItems("Group")));
    }

    @Test
    void exportsTheRecordsOfAGroupsMembersAndOfNobodyElse() {
        String token = Sandbox.token(BACKEND, Map.of());
        String status = kickOff(token, "/fhir/Group/bulk-g/$export");

        assertThat(files(token, status, "Patient")).contains("bulk-a").doesNotContain("bulk-b");
        assertThat(files(token, status, "Observation")).contains("bulk-o").doesNotContain("bulk-p");
        async(token).get("/fhir/Group/nobody/$export").then().statusCode(404);
        async(token)
                .get("/fhir/Group/bulk-g/$export?patient=Patient/bulk-b")
                .then()
                .statusCode(400);
    }

    @Test
    void exportsSomePatientsSinceSomeMoment() {
        String token = Sandbox.token(BACKEND, Map.of());
        String some = kickOff(token, "/fhir/Patient/$export?patient=Patient/bulk-b&_type=Observation");
        String future = kickOff(token, "/fhir/Patient/$export?_since=2199-01-01T00:00:00Z");

        assertThat(files(token, some, "Observation")).contains("bulk-p").doesNotContain("bulk-o");
        Sandbox.bearing(token).get(future).then().statusCode(200).body("output", is(List.of()));
    }

    @Test
    void givesNobodyMoreThanTheirScopesReach() {
        String observations = Sandbox.token("system/Observation.rs", Map.of());
        String status = kickOff(observations, "/fhir/$export");
        List<String> types = Sandbox.bearing(observations).get(status).path("output.type");
        assertThat(new TreeSet<>(types)).containsExactly("Observation");

        String anna = Sandbox.token("patient/*.rs", Map.of("patient", "bulk-a"));
        String own = kickOff(anna, "/fhir/$export?_type=Observation,Patient");
        assertThat(files(anna, own, "Observation")).contains("bulk-o").doesNotContain("bulk-p");

        async(Sandbox.token("system/Observation.r", Map.of()))
                .get("/fhir/$export?_type=Patient")
                .then()
                .statusCode(403);
        async("none").get("/fhir/$export").then().statusCode(401);
    }

    @Test
    void keepsAnExportFromEverybodyElseAndForgetsItWhenCancelled() {
        String token = Sandbox.token(BACKEND, Map.of("client_id", "one"));
        String other = Sandbox.token(BACKEND, Map.of("client_id", "another"));
        String status = kickOff(token, "/fhir/$export?_type=Patient");
        List<String> urls = Sandbox.bearing(token).get(status).path("output.url");

        Sandbox.bearing(other).get(status).then().statusCode(404);
        Sandbox.bearing(other).get(urls.get(0)).then().statusCode(404);
        Sandbox.bearing("none").get(urls.get(0)).then().statusCode(401);
        Sandbox.bearing(token).delete(status).then().statusCode(202);
        Sandbox.bearing(token).get(status).then().statusCode(404);
        Sandbox.bearing(token).get(urls.get(0)).then().statusCode(404);
    }

    @Test
    void refusesWhatItCannotUnderstand() {
        String token = Sandbox.token(BACKEND, Map.of());
        Sandbox.bearing(token).get("/fhir/$export").then().statusCode(400);
        async(token).get("/fhir/$export?_type=Nothing").then().statusCode(400);
        async(token).get("/fhir/$export?_since=yesterday").then().statusCode(400);
        async(token).get("/fhir/$export?_outputFormat=text/csv").then().statusCode(400);
        async(token).get("/fhir/$export?patient=Patient/bulk-a").then().statusCode(400);
        Sandbox.bearing(token)
                .header("Prefer", "respond-async, handling=strict")
                .get("/fhir/$export?_elements=id")
                .then()
                .statusCode(400);
    }

    private static String kickOff(String token, String address) {
        return async(token).get(address).then().statusCode(202).extract().header("Content-Location");
    }

    private static String files(String token, String status, String type) {
        List<String> urls = Sandbox.bearing(token).get(status).path("output.findAll { it.type == '" + type + "' }.url");
        StringBuilder all = new StringBuilder();
        for (String url : urls) {
            all.append(Sandbox.bearing(token)
                    .get(url)
                    .then()
                    .statusCode(200)
                    .contentType("application/fhir+ndjson")
                    .extract()
                    .asString());
        }
        return all.toString();
    }

    private static RequestSpecification async(String token) {
        return Sandbox.bearing(token).header("Prefer", "respond-async");
    }

    private static void put(String key, String resource) {
        Sandbox.backend().body(resource).put("/fhir/" + key);
    }

    private static String observation(String id, String patient, String text) {
        return ("{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"text\":\"%s\"},"
                        + "\"subject\":{\"reference\":\"Patient/%s\"}}")
                .formatted(id, text, patient);
    }
}
