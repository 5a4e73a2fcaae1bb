package health.webqx.imaging.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers let apps of other origins do. smart-app-launch_2.2.0: 16, 17. */
@QuarkusTest
class CrossOriginTest {
    private static Response preflight(String path) {
        return given().header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .options(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/fhir/Patient/1", "/fhir/.well-known/smart-configuration", "/fhir/metadata", "/dicomweb/studies"
            })
    void areToldBeforehand(String path) {
        Response answer = preflight(path);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
    }

    @Test
    void readAnswersAndTheirHeaders() {
        String token = Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller"));
        Response read =
                Sandbox.bearing(token).header("Origin", "https://app.example").get("/fhir/Patient/anna-keller");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.headers().getValues("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(read.header("Access-Control-Expose-Headers")).contains("ETag");

        Response refusal = given().header("Origin", "https://app.example").get("/fhir/Patient/anna-keller");
        assertThat(refusal.statusCode()).isEqualTo(401);
        assertThat(refusal.header("Access-Control-Allow-Origin")).isEqualTo("*");
        Response open = given().header("Origin", "https://app.example").get("/fhir/metadata");
        assertThat(open.headers().getValues("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(preflight("/q/health").header("Access-Control-Allow-Origin")).isNull();
    }
}
