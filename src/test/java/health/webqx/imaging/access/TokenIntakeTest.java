package health.webqx.imaging.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which tokens of which issuers open the door, and which never do. */
@QuarkusTest
@QuarkusTestResource(value = Issuer.class, restrictToAnnotatedClass = true)
class TokenIntakeTest {
    @AfterEach
    void introspectionIsWellAgain() {
        Issuer.STATUS.set(200);
        Issuer.DELAY_MILLIS.set(0);
    }

    @Test
    void trustsSeveralIssuersAtOnce() {
        Issuer.OPAQUE.put("opaque-good", opaque("'scope':'system/Patient.rs'"));

        assertThat(status(Issuer.signed(Issuer.claims("jwt").build()))).isEqualTo(200);
        assertThat(status(Issuer.signed(Issuer.claims("both").build()))).isEqualTo(200);
        assertThat(status("opaque-good")).isEqualTo(200);
        assertThat(status(Sandbox.token("system/Patient.rs", Map.of()))).isEqualTo(200);
    }

    @Test
    void refusesWhatNoIssuerOfOursWouldWrite() throws JOSEException {
        RSAKey own = Issuer.newKey("own");
        JWTClaimsSet claims = Issuer.claims("jwt").build();
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "."
                + claims.toPayload().toBase64URL() + ".";
        SignedJWT byPublicKey = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        byPublicKey.sign(new MACSigner(java.util.Arrays.copyOf(
                Issuer.key().toRSAPublicKey().getEncoded(),
                Issuer.key().toRSAPublicKey().getEncoded().length)));
        JWSHeader.Builder rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256);

        assertRefused(none);
        assertRefused(none + "x");
        assertRefused(byPublicKey.serialize());
        assertRefused(Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()), claims, own));
        assertRefused(Issuer.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwkURL(URI.create("http://localhost:1/jwks")), claims, own));
        assertRefused(Issuer.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).x509CertURL(URI.create("http://localhost:1/x")),
                claims,
                own));
        for (String id : List.of("../../etc/passwd", "http://localhost:1/key", "/dev/null", "first\u0000")) {
            assertRefused(Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id), claims, own));
            assertRefused(Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id), claims, Issuer.key()));
        }
        assertRefused(Issuer.signed(rs256.keyID(Issuer.key().getKeyID()), claims, own));
    }

    /** smart-app-launch_2.2.0: 77, 94, 96, 265. */
    @Test
    void refusesTokensThatAreOfOthersForOthersOrOutOfTime() {
        Date past = Date.from(Instant.now().minusSeconds(60));
        Date future = Date.from(Instant.now().plusSeconds(60));

        assertRefused(Issuer.signed(Issuer.claims("unknown").build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt/").build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt")
                .audience("https://elsewhere.example.org/fhir")
                .build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").audience((String) null).build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").expirationTime(past).build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").expirationTime(null).build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").notBeforeTime(future).build()));
    }

    @Test
    void isNotUpsetByAnEndBeyondAllTime() {
        String claims = "{\"iss\":\"" + Issuer.url("jwt") + "\",\"scope\":\"system/*.rs\",\"exp\":9223372036854775807}";
        assertRefused(Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode(claims) + ".c2ln");
    }

    @Test
    void refusesWhatIsNoAccessToken() {
        assertRefused(Issuer.signed(Issuer.claims("jwt").claim("scope", null).build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").claim("nonce", "n").build()));
        assertRefused(Issuer.signed(Issuer.claims("jwt").claim("typ", "ID").build()));
        assertRefused(
                Issuer.signed(Issuer.claims("jwt").claim("fhirUser", "somebody").build()));
        assertRefused(Issuer.signed(new JWTClaimsSet.Builder()
                .issuer("service")
                .subject("service")
                .audience(Issuer.AUDIENCE)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build()));
    }

    @Test
    void takesATokenFromTheOneHeaderOnly() {
        String token = Issuer.signed(Issuer.claims("jwt").build());
        given().queryParam("access_token", token)
                .get("/fhir/Patient?_count=1")
                .then()
                .statusCode(401);
        given().formParam("access_token", token)
                .post("/fhir/Patient/_search")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer " + token, "Bearer " + token)
                .get("/dicomweb/studies")
                .then()
                .statusCode(400);
    }

    @Test
    void followsARotationOfKeys() {
        assertThat(status(Issuer.signed(Issuer.claims("jwt").build()))).isEqualTo(200);
        RSAKey old = Issuer.key();
        Issuer.rotate("next-" + System.nanoTime());

        // A key that is not known is looked for at most once in ten seconds, and other tests ask for such.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> status(Issuer.signed(Issuer.claims("jwt").build())) == 200);
        assertRefused(Issuer.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(old.getKeyID()),
                Issuer.claims("jwt").build(),
                old));
    }

    @Test
    void refusesARevokedTokenAtOnceWhereTheIssuerIsAsked() {
        String token = Issuer.signed(Issuer.claims("both").build());
        assertThat(status(token)).isEqualTo(200);
        Issuer.REVOKED.add(token);

        assertRefused(token);
    }

    @Test
    void closesTheDoorWhileTheIssuerDoesNotAnswer() {
        Issuer.OPAQUE.put("opaque-asked", opaque("'scope':'system/Patient.rs'"));
        String both = Issuer.signed(Issuer.claims("both").build());

        Issuer.STATUS.set(500);
        assertThat(status("opaque-asked")).isEqualTo(503);
        assertThat(status(both)).isEqualTo(503);
        Issuer.STATUS.set(200);
        Issuer.DELAY_MILLIS.set(3000);
        assertThat(status("opaque-asked")).isEqualTo(503);
        Issuer.DELAY_MILLIS.set(0);
        assertThat(status("opaque-asked")).isEqualTo(200);
    }

    @Test
    void keepsAnAnswerNoLongerThanItsTokenLasts() throws InterruptedException {
        long end = Instant.now().plusSeconds(3).getEpochSecond();
        Issuer.OPAQUE.put("opaque-short", opaque("'scope':'system/Patient.rs','exp':" + end));
        Issuer.OPAQUE.put("opaque-endless", opaque("'scope':'system/Patient.rs'"));

        assertThat(status("opaque-short")).isEqualTo(200);
        int asked = Issuer.ASKED.get();
        assertThat(status("opaque-short")).isEqualTo(200);
        assertThat(Issuer.ASKED.get()).isEqualTo(asked);
        assertThat(status("opaque-endless")).isEqualTo(200);
        assertThat(status("opaque-endless")).isEqualTo(200);
        assertThat(Issuer.ASKED.get()).isEqualTo(asked + 2);
        Thread.sleep(Math.max(0, end * 1000 - System.currentTimeMillis()) + 50);
        assertRefused("opaque-short");
    }

    @Test
    void refusesOpaqueTokensThatAreNotGoodOrNotForUs() {
        Issuer.OPAQUE.put(
                "opaque-elsewhere", "{\"active\":true,\"scope\":\"system/Patient.rs\",\"aud\":\"https://else\"}");
        Issuer.OPAQUE.put("opaque-nowhere", "{\"active\":true,\"scope\":\"system/Patient.rs\"}");
        Issuer.OPAQUE.put("opaque-foreign", opaque("'scope':'system/Patient.rs','iss':'https://else'"));
        Issuer.OPAQUE.put("opaque-old", opaque("'scope':'system/Patient.rs','exp':1"));

        for (String token : List.of("unknown", "opaque-elsewhere", "opaque-nowhere", "opaque-foreign", "opaque-old")) {
            assertRefused(token);
        }
    }

    @Test
    void readsWhatIheIuaSays() {
        Map<String, Object> iua = Map.of(
                "ihe_iua",
                Map.of("person_id", "Patient/anna-keller", "purpose_of_use", List.of(Map.of("code", "PATRQT"))));
        String token = Issuer.signed(Issuer.claims("jwt")
                .claim("scope", "patient/Patient.rs")
                .claim("extensions", iua)
                .build());
        String torn = Issuer.signed(Issuer.claims("jwt")
                .claim("scope", "patient/Patient.rs")
                .claim("patient", "ben-okafor")
                .claim("extensions", iua)
                .build());

        Sandbox.bearing(token)
                .get("/fhir/Patient")
                .then()
                .statusCode(200)
                .body("entry.resource.id", equalTo(List.of("anna-keller")));
        assertRefused(torn);
    }

    /** smart-app-launch_2.2.0: 439. */
    @Test
    void listsItsIssuersForApps() {
        given().accept("text/html")
                .get("/fhir/.well-known/smart-configuration")
                .then()
                .statusCode(200)
                .body("issuers.issuer", hasItem(Issuer.url("jwt")))
                .body("issuers.issuer", hasItem(Issuer.url("opaque")))
                .body("issuers.token_endpoint", hasItem(Issuer.url("jwt") + "/token"))
                .body("associated_endpoints.url", equalTo(List.of("https://ehr.example.org/fhir")))
                .body("associated_endpoints[0].capabilities", equalTo(List.of("smart-imaging-access")));
    }

    private static String opaque(String members) {
        return ("{'active':true,'aud':['x','" + Issuer.AUDIENCE + "']," + members + "}").replace('\'', '"');
    }

    private static int status(String token) {
        return Sandbox.bearing(token).get("/fhir/Patient?_count=1").statusCode();
    }

    private static void assertRefused(String token) {
        Sandbox.bearing(token)
                .get("/fhir/Patient?_count=1")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", org.hamcrest.Matchers.startsWith("Bearer"));
    }
}
