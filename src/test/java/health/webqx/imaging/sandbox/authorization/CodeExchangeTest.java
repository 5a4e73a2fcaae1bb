package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a code is good for, and for whom. */
@QuarkusTest
class CodeExchangeTest {
    private final AppAndPerson app = new AppAndPerson("sample-public");

    private static String codeOf(AppAndPerson app) {
        return app.code("patient/*.rs offline_access", "Patient/anna-keller", Optional.empty());
    }

    /** smart-app-launch_2.2.0: 31. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void needsTheVerifier(String verifier) {
        String code = codeOf(app);

        given().formParam("grant_type", "authorization_code")
                .formParam("code", code)
                .formParam("redirect_uri", AppAndPerson.REDIRECT)
                .formParam("code_verifier", verifier)
                .formParam("client_id", "sample-public")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("access_token", nullValue());
    }

    @Test
    void needsTheVerifierEvenWhereItIsNotSent() {
        given().formParam("grant_type", "authorization_code")
                .formParam("code", codeOf(app))
                .formParam("redirect_uri", AppAndPerson.REDIRECT)
                .formParam("client_id", "sample-public")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
    }

    /** smart-app-launch_2.2.0: 58. */
    @Test
    void isGoodOnceAndTakesBackWhatItGaveWhenItComesAgain() {
        String code = codeOf(app);
        Response tokens = app.tokens(code);
        tokens.then().statusCode(200);

        app.tokens(code).then().statusCode(400).body("error", equalTo("invalid_grant"));

        app.refreshed(tokens.path("refresh_token")).then().statusCode(400).body("error", equalTo("invalid_grant"));
        introspected(tokens.path("access_token")).then().body("active", equalTo(false));
    }

    @Test
    void isNotGoodAtAnotherRedirect() {
        given().formParam("grant_type", "authorization_code")
                .formParam("code", codeOf(app))
                .formParam("redirect_uri", "http://localhost:3000/")
                .formParam("code_verifier", AppAndPerson.VERIFIER)
                .formParam("client_id", "sample-public")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));
    }

    @Test
    void isNotGoodForAnotherClientAndStaysGoodForItsOwn() {
        String code = codeOf(app);

        app.exchange(code)
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_grant"));

        app.tokens(code).then().statusCode(200);
    }

    /** smart-app-launch_2.2.0: 356. */
    @Test
    void takesASecretByEitherWay() {
        AppAndPerson confidential = new AppAndPerson("sample-symmetric");

        confidential
                .exchange(codeOf(confidential))
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(200);
        confidential
                .exchange(codeOf(confidential))
                .formParam("client_id", "sample-symmetric")
                .formParam("client_secret", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(200);
    }

    @Test
    void wantsTheSecret() {
        AppAndPerson confidential = new AppAndPerson("sample-symmetric");
        confidential.tokens(codeOf(confidential)).then().statusCode(401).body("error", equalTo("invalid_client"));
        confidential
                .exchange(codeOf(confidential))
                .auth()
                .preemptive()
                .basic("sample-symmetric", "guessed")
                .post("/sandbox/token")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Basic"))
                .body("error", equalTo("invalid_client"));
        app.exchange(codeOf(app))
                .auth()
                .preemptive()
                .basic("sample-public", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(401);
        confidential
                .exchange(codeOf(confidential))
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .formParam("client_id", "sample-public")
                .post("/sandbox/token")
                .then()
                .statusCode(401);
    }

    /** smart-app-launch_2.2.0: 297, 310, 326, 335, 357. */
    @Test
    void takesAnAssertionByES384() throws Exception {
        AppAndPerson confidential = new AppAndPerson("sample-asymmetric");

        confidential
                .exchange(codeOf(confidential))
                .formParam("client_assertion_type", JwtOf.TYPE)
                .formParam("client_assertion", JwtOf.assertion("sample-asymmetric"))
                .post("/sandbox/token")
                .then()
                .statusCode(200)
                .body("patient", equalTo("anna-keller"));
    }

    @Test
    void takesNoAssertionBySharedSecret() throws Exception {
        AppAndPerson confidential = new AppAndPerson("sample-symmetric");
        OctetSequenceKey key = new OctetSequenceKey.Builder("sandbox-secret-sandbox-secret-sandbox".getBytes()).build();
        String assertion = JwtOf.signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("any"),
                JwtOf.claims("sample-symmetric").build(),
                key);

        confidential
                .exchange(codeOf(confidential))
                .formParam("client_assertion_type", JwtOf.TYPE)
                .formParam("client_assertion", assertion)
                .post("/sandbox/token")
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
    }

    /** smart-app-launch_2.2.0: 17. */
    @Test
    void letsAppsInBrowsersFromTheirOriginsOnly() {
        Response theirs = given().header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .options("/sandbox/token");
        assertThat(theirs.statusCode()).isEqualTo(204);
        assertThat(theirs.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
        Response answer = given().header("Origin", "http://localhost:3000").post("/sandbox/token");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");

        Response others = given().header("Origin", "http://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/sandbox/token");
        assertThat(others.header("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer", ""})
    void knowsNoOtherGrants(String type) {
        given().formParam("grant_type", type)
                .formParam("client_id", "sample-public")
                .formParam("username", "x")
                .formParam("password", "x")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("access_token", nullValue());
    }

    private static Response introspected(String token) {
        return given().auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .formParam("token", token)
                .post("/sandbox/introspect");
    }
}
