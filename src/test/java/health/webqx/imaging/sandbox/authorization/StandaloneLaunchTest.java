package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people and their apps see when an app begins by itself. */
@QuarkusTest
class StandaloneLaunchTest {
    private static final String ANNA = "Patient/anna-keller";
    private final AppAndPerson app = new AppAndPerson("sample-public");

    /** smart-app-launch_2.2.0: 30, 286, 287, 288, 289, 354, 372, 373, 374, 376, 377, 378, 380, 381, 382, 383, 384, 385, 386, 389, 391, 392, 393, 394. */
    @Test
    void isFoundByDiscovery() {
        given().header("Accept", "text/html")
                .get("/fhir/.well-known/smart-configuration")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("authorization_endpoint", equalTo(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/authorize")))
                .body("token_endpoint", equalTo(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/token")))
                .body(
                        "introspection_endpoint",
                        equalTo(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/introspect")))
                .body("revocation_endpoint", equalTo(AppAndPerson.fhirBase().replace("/fhir", "/sandbox/revoke")))
                .body("token_endpoint_auth_methods_supported", hasItems("private_key_jwt", "client_secret_basic"))
                .body("token_endpoint_auth_signing_alg_values_supported", equalTo(List.of("RS384", "ES384")))
                .body("grant_types_supported", hasItems("authorization_code", "client_credentials"))
                .body("code_challenge_methods_supported", equalTo(List.of("S256")))
                .body("scopes_supported", hasItems("openid", "fhirUser", "launch", "launch/patient", "patient/*.cruds"))
                .body("capabilities", hasItems("launch-ehr", "launch-standalone", "client-public", "authorize-post"));
    }

    /** smart-app-launch_2.2.0: 126, 346. */
    @Test
    void promisesWholeSetsOfCapabilities() {
        given().get("/fhir/.well-known/smart-configuration")
                .then()
                .statusCode(200)
                // Patient Access for Standalone Apps, for EHR Launch
                .body("capabilities", hasItems("launch-standalone", "client-public", "client-confidential-symmetric"))
                .body("capabilities", hasItems("context-standalone-patient", "permission-patient"))
                .body("capabilities", hasItems("launch-ehr", "context-ehr-patient"))
                // Clinician Access, likewise
                .body("capabilities", hasItems("permission-user", "permission-v1", "permission-v2"));
    }

    /** smart-app-launch_2.2.0: 14, 31, 48, 53, 56, 57, 59, 73, 74, 75, 76, 78, 83, 84, 85, 86, 87, 88, 91, 164, 168, 169, 170, 348, 353, 355, 363. */
    @Test
    void letsAPatientConnectAnApp() {
        Response login = app.open(app.request("launch/patient patient/ImagingStudy.rs patient/Patient.r"));
        assertThat(login.asString()).contains("Sandbox", "Sample app (public)", "Anna Keller");
        Response consent = app.choose(login, ANNA);
        Map<String, String> told = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)));
        assertThat(told).containsOnlyKeys("code", "state").containsEntry("state", "of the app & its own");

        Response tokens = app.tokens(told.get("code"));

        tokens.then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(3600))
                .body("scope", equalTo("launch/patient patient/ImagingStudy.rs patient/Patient.r"))
                .body("patient", equalTo("anna-keller"))
                .body("need_patient_banner", equalTo(true))
                .body("refresh_token", nullValue())
                .body("id_token", nullValue());
        String token = tokens.path("access_token");
        Sandbox.bearing(token).get("/fhir/Patient/anna-keller").then().statusCode(200);
        Sandbox.bearing(token).get("/fhir/Patient/ben-okafor").then().statusCode(404);
        Sandbox.bearing(token).get("/fhir/Consent").then().statusCode(403);
    }

    /** smart-app-launch_2.2.0: 49, 354. */
    @Test
    void takesTheRequestByPostToo() {
        Response consent = app.choose(app.openByPost(app.request("patient/*.rs")), ANNA);
        String code =
                AppAndPerson.landed(app.allow(consent, List.of("patient/*.rs"))).get("code");

        app.tokens(code).then().statusCode(200).body("patient", equalTo("anna-keller"));
    }

    /** smart-app-launch_2.2.0: 149, 165, 167, 350. */
    @Test
    void letsAPractitionerChooseAPatient() {
        Response patients = app.choose(app.open(app.request("patient/*.rs user/*.rs")), "Practitioner/lena-moreau");
        assertThat(AppAndPerson.choices(patients)).contains(ANNA, "Patient/ben-okafor");
        Response consent = app.choose(patients, "Patient/ben-okafor");
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        Response tokens = app.tokens(code);

        tokens.then().statusCode(200).body("patient", equalTo("ben-okafor"));
        assertThat(AppAndPerson.claims(tokens.path("access_token")).getClaim("fhirUser"))
                .isEqualTo(AppAndPerson.fhirBase() + "/Practitioner/lena-moreau");
    }

    @Test
    void asksForNoPatientWhereNoneIsNeeded() {
        Response consent = app.choose(app.open(app.request("user/*.rs")), "Practitioner/lena-moreau");
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        app.tokens(code).then().statusCode(200).body("patient", nullValue()).body("need_patient_banner", nullValue());
    }

    @Test
    void knowsNobodyWhoIsNotThere() {
        Response login = app.open(app.request("patient/*.rs"));

        assertThat(app.choose(login, "Practitioner/nobody").statusCode()).isEqualTo(400);
        assertThat(app.choose(login, "Organization/webqx-hospital").statusCode())
                .isEqualTo(400);
        assertThat(app.choose(login, "Practitioner/../Patient/anna-keller").statusCode())
                .isEqualTo(400);
    }

    /** smart-app-launch_2.2.0: 79, 129, 145. */
    @Test
    void grantsOnlyWhatStaysTicked() {
        String scope = "launch/patient patient/Patient.r patient/ImagingStudy.rs?modality=CT patient/Observation.read";
        Response consent = app.choose(app.open(app.request(scope + " patient/Group.sr system/*.rs nonsense")), ANNA);
        assertThat(AppAndPerson.ticked(consent)).containsExactly(scope.split(" "));
        List<String> left = List.of("patient/ImagingStudy.rs?modality=CT", "patient/Observation.read", "user/*.cruds");

        String code = AppAndPerson.landed(app.allow(consent, left)).get("code");

        app.tokens(code)
                .then()
                .statusCode(200)
                .body("scope", equalTo("patient/ImagingStudy.rs?modality=CT patient/Observation.read"))
                .body("patient", equalTo("anna-keller"));
    }

    /** smart-app-launch_2.2.0: 54. */
    @Test
    void tellsTheAppWhenThePersonDoesNotWant() {
        Response login = app.open(app.request("patient/*.rs"));
        assertThat(AppAndPerson.landed(app.deny(login)))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "of the app & its own");

        Response consent = app.choose(app.open(app.request("patient/*.rs")), ANNA);
        assertThat(AppAndPerson.landed(app.allow(consent, List.of()))).containsEntry("error", "access_denied");
        assertThat(app.allow(consent, List.of("patient/*.rs")).statusCode()).isEqualTo(400);
    }

    /** smart-app-launch_2.2.0: 80, 198, 200, 203, 205, 207, 209, 210, 358. */
    @Test
    void saysWhoThePersonIs() throws Exception {
        Map<String, String> request = app.request("openid fhirUser profile patient/*.rs");
        request.put("nonce", "n-0S6_WzA2Mj");
        Response consent = app.choose(app.open(request), ANNA);
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        String idToken = app.tokens(code).path("id_token");

        JWTClaimsSet claims = AppAndPerson.claims(idToken);
        assertThat(claims.getIssuer()).isEqualTo(AppAndPerson.fhirBase().replace("/fhir", "/sandbox"));
        assertThat(claims.getAudience()).containsExactly("sample-public");
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n-0S6_WzA2Mj");
        assertThat(claims.getStringClaim("fhirUser")).isEqualTo(AppAndPerson.fhirBase() + "/Patient/anna-keller");
        assertThat(claims.getSubject()).isNotBlank();
        String keys = given().get("/sandbox/jwks").asString();
        assertThat(JwtOf.isSignedBy(idToken, keys)).isTrue();
        Sandbox.bearing(idToken).get("/fhir/Patient/anna-keller").then().statusCode(401);
    }

    /** smart-app-launch_2.2.0: 154, 167, 172, 177, 178, 179. */
    @Test
    void putsAStudyIntoContext() {
        String patient = AppAndPerson.newPatient();
        String study = AppAndPerson.newStudy(patient, "<b>CT</b>");
        Response studies = app.choose(app.open(app.request("launch/imagingstudy patient/*.rs")), patient);
        assertThat(AppAndPerson.choices(studies)).contains(study, "");
        assertThat(studies.asString()).contains("&lt;b&gt;CT&lt;/b&gt;").doesNotContain("<b>CT");
        assertThat(app.choose(studies, "ImagingStudy/of-somebody-else").statusCode())
                .isEqualTo(400);
        Response consent = app.choose(studies, study);
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        app.tokens(code)
                .then()
                .body("fhirContext", equalTo(List.of(Map.of("reference", study))))
                .body("patient", equalTo(patient.substring("Patient/".length())));
    }

    /** smart-app-launch_2.2.0: 159. */
    @Test
    void putsAStudyIntoContextWhateverRoleItWasWantedIn() {
        String patient = AppAndPerson.newPatient();
        String study = AppAndPerson.newStudy(patient, "CT");
        String scope = "launch/imagingstudy?role=https://example.org/prior patient/*.rs";
        Response consent = app.choose(app.choose(app.open(app.request(scope)), patient), study);
        String code = AppAndPerson.landed(app.allow(consent, AppAndPerson.ticked(consent)))
                .get("code");

        app.tokens(code).then().body("fhirContext.reference", equalTo(List.of(study)));
    }

    @Test
    void needsNoPatientPickerForWhoeverIsAPatient() {
        String code = app.code("launch/patient patient/*.rs", "Patient/carla-ruiz", Optional.empty());

        app.tokens(code).then().body("patient", equalTo("carla-ruiz"));
    }
}
