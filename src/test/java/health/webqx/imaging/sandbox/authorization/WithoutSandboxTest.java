package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is set up as in production has no sandbox. */
@QuarkusTest
@TestProfile(WithoutSandboxTest.AsInProduction.class)
class WithoutSandboxTest {
    /** What the profiles demo, dev and test switch on is off. */
    public static class AsInProduction implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("webqx.sandbox.enabled", "false", "webqx.cors.origins", "https://app.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/.well-known/openid-configuration",
                "/jwks",
                "/issue",
                "/token",
                "/authorize",
                "/authorize/answer",
                "/introspect",
                "/revoke",
                "/launch",
                "/style.css",
                "/sample-backend/jwks"
            })
    void answersNothingAtItsAddresses(String path) {
        given().get("/sandbox" + path).then().statusCode(404);
        given().formParam("scope", "system/*.cruds")
                .formParam("grant_type", "client_credentials")
                .post("/sandbox" + path)
                .then()
                .statusCode(404);
    }

    /** smart-app-launch_2.2.0: 17. */
    @Test
    void letsBrowsersInFromTheOriginsOfItsSettingsOnly() {
        assertThat(allowed("https://app.example", "/fhir/Patient")).isEqualTo("https://app.example");
        assertThat(allowed("https://evil.example", "/fhir/Patient")).isNull();
        assertThat(allowed("null", "/dicomweb/studies")).isNull();
        assertThat(allowed("https://evil.example", "/fhir/metadata")).isEqualTo("*");
    }

    private static String allowed(String origin, String path) {
        return given().header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .options(path)
                .header("Access-Control-Allow-Origin");
    }
}
