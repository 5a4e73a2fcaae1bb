package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What backend services get, and what is refused (SMART backend services, client-confidential-asymmetric). */
@QuarkusTest
class BackendServicesTest {
    private static final String CLIENT = "sample-backend";

    private static Response asked(String assertion, String scope) {
        return given().formParam("grant_type", "client_credentials")
                .formParam("scope", scope)
                .formParam("client_assertion_type", JwtOf.TYPE)
                .formParam("client_assertion", assertion)
                .post("/sandbox/token");
    }

    private static void isRefused(String assertion) {
        asked(assertion, "system/*.rs")
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"))
                .body("access_token", nullValue());
    }

    private static String signed(JWTClaimsSet claims) throws Exception {
        JWK key = JwtOf.sampleKey(CLIENT);
        return JwtOf.signed(JwtOf.header(key), claims, key);
    }

    /** smart-app-launch_2.2.0: 87, 228, 241, 248, 249, 253, 254, 255, 256, 257, 258, 261, 262, 285, 296, 310, 335, 339. */
    @Test
    void getsAShortLivedTokenForAnAssertionByRS384() throws Exception {
        Response tokens = asked(JwtOf.assertion(CLIENT), "system/Patient.rs");

        tokens.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", lessThanOrEqualTo(300))
                .body("scope", equalTo("system/Patient.rs"))
                .body("refresh_token", nullValue());
        String token = tokens.path("access_token");
        Sandbox.bearing(token).get("/fhir/Patient/ben-okafor").then().statusCode(200);
        Sandbox.bearing(token).get("/fhir/Consent").then().statusCode(403);
    }

    /** smart-app-launch_2.2.0: 240, 250, 251, 252, 259, 260. */
    @Test
    void getsSystemScopesOnly() throws Exception {
        asked(
                        JwtOf.assertion(CLIENT),
                        "system/Patient.rs patient/*.rs user/*.rs offline_access openid system/Patient.sr")
                .then()
                .statusCode(200)
                .body("scope", equalTo("system/Patient.rs"));
        asked(JwtOf.assertion(CLIENT), "patient/*.rs").then().statusCode(400).body("error", equalTo("invalid_scope"));
        given().formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", JwtOf.TYPE)
                .formParam("client_assertion", JwtOf.assertion(CLIENT))
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_scope"))
                .body("error_description", notNullValue());
    }

    /** smart-app-launch_2.2.0: 344. */
    @Test
    void isNothingForAppsWithUsers() throws Exception {
        given().formParam("grant_type", "client_credentials")
                .formParam("scope", "system/*.rs")
                .auth()
                .preemptive()
                .basic("sample-symmetric", "sandbox-secret")
                .post("/sandbox/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
        asked(JwtOf.assertion("sample-asymmetric"), "system/*.rs")
                .then()
                .statusCode(400)
                .body("error", equalTo("unauthorized_client"));
        given().formParam("grant_type", "client_credentials")
                .formParam("scope", "system/*.rs")
                .formParam("client_id", "sample-public")
                .post("/sandbox/token")
                .then()
                .statusCode(401)
                .body("error", equalTo("invalid_client"));
        given().formParam("grant_type", "client_credentials")
                .formParam("scope", "system/*.rs")
                .formParam("client_id", CLIENT)
                .post("/sandbox/token")
                .then()
                .statusCode(401);
    }

    /** smart-app-launch_2.2.0: 336, 340. */
    @Test
    void cannotUseAnAssertionTwice() throws Exception {
        String assertion = JwtOf.assertion(CLIENT);
        asked(assertion, "system/*.rs").then().statusCode(200);

        isRefused(assertion);
        JWTClaimsSet same = JwtOf.claims(CLIENT).jwtID("once").build();
        asked(signed(same), "system/*.rs").then().statusCode(200);
        isRefused(signed(new JWTClaimsSet.Builder(same)
                .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                .build()));
    }

    /** smart-app-launch_2.2.0: 335, 337, 340. */
    @Test
    void cannotClaimWhatIsNotSo() throws Exception {
        Instant now = Instant.now();
        for (JWTClaimsSet.Builder claims : List.of(
                JwtOf.claims(CLIENT).expirationTime(Date.from(now.minusSeconds(120))),
                JwtOf.claims(CLIENT).expirationTime(Date.from(now.plusSeconds(600))),
                JwtOf.claims(CLIENT).expirationTime(null),
                JwtOf.claims(CLIENT).notBeforeTime(Date.from(now.plusSeconds(240))),
                JwtOf.claims(CLIENT).audience("https://evil.example/token"),
                JwtOf.claims(CLIENT).audience(AppAndPerson.fhirBase()),
                JwtOf.claims(CLIENT).audience((String) null),
                JwtOf.claims(CLIENT).jwtID(null),
                JwtOf.claims(CLIENT).issuer("somebody-else"),
                JwtOf.claims(CLIENT).subject("somebody-else"),
                JwtOf.claims("unknown"))) {
            isRefused(signed(claims.build()));
        }
    }

    /** smart-app-launch_2.2.0: 326, 335, 338, 340. */
    @Test
    void cannotProveItselfByAnythingButItsKey() throws Exception {
        JWK own = JwtOf.sampleKey(CLIENT);
        JWK stranger = new RSAKeyGenerator(2048).keyID(own.getKeyID()).generate();
        JWTClaimsSet claims = JwtOf.claims(CLIENT).build();
        isRefused(JwtOf.signed(JwtOf.header(own), claims, stranger));
        isRefused(JwtOf.signed(JwtOf.header(own).jwk(stranger.toPublicJWK()), claims, stranger));
        isRefused(JwtOf.signed(JwtOf.header(own).jwkURL(URI.create("https://evil.example/jwks")), claims, own));
        isRefused(JwtOf.signed(new JWSHeader.Builder(JWSAlgorithm.RS384), claims, own));
        isRefused(JwtOf.signed(new JWSHeader.Builder(JWSAlgorithm.RS384).keyID("other"), claims, own));
        isRefused(JwtOf.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(own.getKeyID()), claims, own));
        isRefused(new PlainJWT(claims).serialize());
        byte[] published = own.toRSAKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        JWK shared = new OctetSequenceKey.Builder(published).build();
        isRefused(JwtOf.signed(new JWSHeader.Builder(JWSAlgorithm.HS384).keyID(own.getKeyID()), claims, shared));
        isRefused("not.a.jwt");
        isRefused(JwtOf.signed(
                JwtOf.header(JwtOf.sampleKey("sample-asymmetric")), claims, JwtOf.sampleKey("sample-asymmetric")));
        asked(signed(claims), "system/*.rs").then().statusCode(200);
    }

    /** smart-app-launch_2.2.0: 338. */
    @Test
    void mayNameTheAddressOfItsKeysThatIsRegistered() throws Exception {
        JWK own = JwtOf.sampleKey(CLIENT);
        URI published = URI.create(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/sample-backend/jwks"));
        String assertion = JwtOf.signed(
                JwtOf.header(own).jwkURL(published), JwtOf.claims(CLIENT).build(), own);

        asked(assertion, "system/*.rs").then().statusCode(200);
    }

    @Test
    void publishesNoPrivateKeys() {
        assertThat(given().get("/sandbox/sample-backend/jwks").asString())
                .contains("\"kty\":\"RSA\"")
                .doesNotContain("\"d\":", "\"p\":");
        assertThat(given().get("/sandbox/jwks").asString()).doesNotContain("\"d\":", "\"p\":");
    }
}
