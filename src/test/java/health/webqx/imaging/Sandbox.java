package health.webqx.imaging;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Callers of the tests, with tokens of the sandbox issuer. */
public final class Sandbox {
    private Sandbox() {}

    public static RequestSpecification backend() {
        return with("system/*.cruds", Map.of());
    }

    public static RequestSpecification patient(String id) {
        return with("patient/*.cruds", Map.of("patient", id));
    }

    public static RequestSpecification with(String scope, Map<String, String> context) {
        return bearing(token(scope, context));
    }

    public static RequestSpecification bearing(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/fhir+json; charset=utf-8");
    }

    public static String token(String scope, Map<String, String> context) {
        return given().formParam("scope", scope)
                .formParams(context)
                .post("/sandbox/issue")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }
}
