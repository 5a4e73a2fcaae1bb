package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of tokens, and how they are taken back (RFC 7662, RFC 7009). */
@QuarkusTest
class IntrospectionAndRevocationTest {
    private final AppAndPerson app = new AppAndPerson("sample-public");

    private Response connected() {
        String scope = "openid fhirUser launch/patient patient/*.rs offline_access";
        return app.tokens(app.code(scope, "Patient/anna-keller", Optional.empty()));
    }

    private static Response introspected(String token) {
        return given().auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .formParam("token", token)
                .post("/sandbox/introspect");
    }

    private static Response revoked(String client, String token) {
        return given().formParam("client_id", client).formParam("token", token).post("/sandbox/revoke");
    }

    /** smart-app-launch_2.2.0: 99, 269, 271, 272, 273, 274, 275, 276, 277, 278, 279, 280, 282, 283. */
    @Test
    void tellsWhatATokenOfAnyClientIsGoodFor() {
        Response tokens = connected();
        JWTClaimsSet claims = AppAndPerson.claims(tokens.path("access_token"));
        JWTClaimsSet identity = AppAndPerson.claims(tokens.path("id_token"));

        Response told = introspected(tokens.path("access_token"));

        told.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("active", equalTo(true))
                .body("scope", equalTo(tokens.path("scope")))
                .body("client_id", equalTo("sample-public"))
                .body("patient", equalTo("anna-keller"))
                .body("need_patient_banner", equalTo(true))
                .body("iss", equalTo(identity.getIssuer()))
                .body("sub", equalTo(identity.getSubject()))
                .body("fhirUser", equalTo(identity.getClaim("fhirUser")));
        assertThat(told.<Integer>path("exp").longValue())
                .isEqualTo(claims.getExpirationTime().toInstant().getEpochSecond());
    }

    @Test
    void tellsLittleOfARefreshToken() {
        String refresh = connected().path("refresh_token");

        introspected(refresh)
                .then()
                .body("active", equalTo(true))
                .body("client_id", equalTo("sample-public"))
                .body("patient", nullValue());
        introspected(refresh + "x").then().body("active", equalTo(false)).body("client_id", nullValue());
        app.refreshed(refresh).then().statusCode(200);
    }

    /** smart-app-launch_2.2.0: 281. */
    @Test
    void tellsOnlyThoseWhoProveThemselves() throws Exception {
        String token = connected().path("access_token");
        given().formParam("token", token).post("/sandbox/introspect").then().statusCode(401);
        given().formParam("token", token)
                .formParam("client_id", "sample-public")
                .post("/sandbox/introspect")
                .then()
                .statusCode(401);
        given().auth()
                .preemptive()
                .basic("sample-symmetric", "guessed")
                .formParam("token", token)
                .post("/sandbox/introspect")
                .then()
                .statusCode(401)
                .body("active", nullValue());
        given().formParam("token", token)
                .formParam("client_assertion_type", JwtOf.TYPE)
                .formParam("client_assertion", JwtOf.assertion("sample-backend"))
                .post("/sandbox/introspect")
                .then()
                .statusCode(200)
                .body("active", equalTo(true));
    }

    @Test
    void knowsTheTokensOfTheShortcutAndNoOthers() {
        String issued = Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller", "expires_in", "60"));
        introspected(issued).then().body("active", equalTo(true)).body("patient", equalTo("anna-keller"));
        introspected(issued.substring(0, issued.lastIndexOf('.') + 1) + "AAAA")
                .then()
                .body("active", equalTo(false));
        introspected("nonsense")
                .then()
                .statusCode(200)
                .body("active", equalTo(false))
                .body("scope", nullValue());
        introspected(connected().path("id_token")).then().body("active", equalTo(false));
        String expired = Sandbox.token("patient/*.rs", Map.of("patient", "anna-keller", "expires_in", "-1"));
        introspected(expired).then().body("active", equalTo(false)).body("patient", nullValue());
    }

    @Test
    void takesOneAccessTokenBack() {
        Response tokens = connected();

        revoked("sample-public", tokens.path("access_token")).then().statusCode(200);

        introspected(tokens.path("access_token")).then().body("active", equalTo(false));
        app.refreshed(tokens.path("refresh_token")).then().statusCode(200);
    }

    @Test
    void takesEverythingBackWithTheRefreshToken() {
        Response tokens = connected();
        Response later = app.refreshed(tokens.path("refresh_token"));

        revoked("sample-public", later.path("refresh_token")).then().statusCode(200);

        introspected(tokens.path("access_token")).then().body("active", equalTo(false));
        introspected(later.path("access_token")).then().body("active", equalTo(false));
        introspected(later.path("refresh_token")).then().body("active", equalTo(false));
        app.refreshed(later.path("refresh_token")).then().statusCode(400);
    }

    @Test
    void takesNobodyElsesTokensBack() {
        Response tokens = connected();
        for (String name : new String[] {"access_token", "refresh_token"}) {
            given().auth()
                    .preemptive()
                    .basic("sample-symmetric", "sandbox-secret")
                    .formParam("token", tokens.<String>path(name))
                    .post("/sandbox/revoke")
                    .then()
                    .statusCode(200);
        }
        revoked("sample-symmetric", tokens.path("access_token")).then().statusCode(401);

        introspected(tokens.path("access_token")).then().body("active", equalTo(true));
        app.refreshed(tokens.path("refresh_token")).then().statusCode(200);
        revoked("sample-public", "nonsense").then().statusCode(200);
    }
}
