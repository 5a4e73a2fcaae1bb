package health.webqx.imaging.sandbox.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of authorization requests, and of answers to their pages, that are not right. */
@QuarkusTest
class AuthorizationRefusalTest {
    private static final String ANNA = "Patient/anna-keller";
    private final AppAndPerson app = new AppAndPerson("sample-public");

    /** smart-app-launch_2.2.0: 18. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/callback/",
                "http://localhost:3000/callback?more=1",
                "http://localhost:3000/CALLBACK",
                "http://localhost:3000/callback#x",
                "http://localhost:3001/callback",
                "http://localhost:3000@evil.example/callback",
                "https://evil.example/",
                "javascript:alert(1)",
                "not an address"
            })
    void sendsNobodyToAnAddressThatIsNotRegistered(String redirect) {
        Map<String, String> request = app.request("patient/*.rs");
        request.put("redirect_uri", redirect);

        Response page = app.open(request);

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.header("Location")).isNull();
        assertThat(page.asString()).contains("redirect_uri").doesNotContain("evil");
    }

    /** smart-app-launch_2.2.0: 24, 316. */
    @Test
    void knowsRegisteredAppsOnly() {
        assertThat(new AppAndPerson("<script>")
                        .open(app.request("patient/*.rs"))
                        .statusCode())
                .isEqualTo(200);
        Map<String, String> request = app.request("patient/*.rs");
        request.put("client_id", "<script>alert(1)</script>");

        Response page = app.open(request);

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.asString()).doesNotContain("<script");
    }

    /** smart-app-launch_2.2.0: 15, 31, 54. */
    @ParameterizedTest
    @CsvSource({
        "code_challenge_method,plain,invalid_request",
        "code_challenge_method,,invalid_request",
        "code_challenge,,invalid_request",
        "code_challenge,short,invalid_request",
        "aud,https://evil.example/fhir,invalid_request",
        "aud,,invalid_request",
        "response_type,token,unsupported_response_type",
        "response_type,id_token token,unsupported_response_type",
        "response_mode,fragment,invalid_request",
        "response_mode,form_post,invalid_request",
        "scope,,invalid_scope",
        "scope,system/*.rs,invalid_scope",
        "scope,patient/*.sr,invalid_scope",
        "scope,patient/*.rs?broken,invalid_scope",
        "launch,never-given,invalid_scope",
        "request_uri,https://evil.example/,request_not_supported",
        "prompt,none,login_required"
    })
    void tellsTheAppWhatIsWrong(String name, String value, String error) {
        Map<String, String> request = app.request("patient/*.rs");
        if (value == null) {
            request.remove(name);
        } else {
            request.put(name, value);
        }

        Map<String, String> told = AppAndPerson.landed(app.open(request));

        assertThat(told).containsEntry("error", error).doesNotContainKey("code");
        assertThat(told).containsEntry("state", "of the app & its own");
    }

    @Test
    void wantsStateAndWantsItOnce() {
        Map<String, String> request = app.request("patient/*.rs");
        request.remove("state");
        assertThat(AppAndPerson.landed(app.open(request)))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("state");

        Response twice = app.browser()
                .queryParams(app.request("patient/*.rs"))
                .queryParam("state", "another")
                .get("/sandbox/authorize");
        assertThat(AppAndPerson.landed(twice))
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("state");
    }

    @Test
    void takesAnswersOfTheBrowserThatWasAskedOnly() {
        Response login = app.open(app.request("patient/*.rs"));
        AppAndPerson other = new AppAndPerson("sample-public");
        other.open(other.request("patient/*.rs"));

        assertThat(other.choose(login, ANNA).statusCode()).isEqualTo(400);
        assertThat(new AppAndPerson("sample-public").choose(login, ANNA).statusCode())
                .isEqualTo(400);
        assertThat(app.browser()
                        .formParam("pending", "guessed")
                        .formParam("step", "PERSON")
                        .formParam("choice", ANNA)
                        .post("/sandbox/authorize/answer")
                        .statusCode())
                .isEqualTo(400);
        assertThat(AppAndPerson.choices(login)).contains(ANNA);
    }

    @Test
    void letsNobodyConsentBeforeLoggingIn() {
        Response login = app.open(app.request("patient/*.rs"));
        Response skipped = app.browser()
                .formParam("pending", AppAndPerson.hidden(login, "pending"))
                .formParam("step", "CONSENT")
                .formParam("scope", "patient/*.rs")
                .formParam("allow", "yes")
                .post("/sandbox/authorize/answer");

        assertThat(skipped.statusCode()).isEqualTo(200);
        assertThat(skipped.asString()).contains("Who are you?");
    }

    @Test
    void answersWithPagesThatNothingCanBeSlippedInto() {
        Map<String, String> request = app.request("patient/ImagingStudy.rs?modality=\"><script>alert(1)</script>");

        Response consent = app.choose(app.open(request), ANNA);

        assertThat(consent.asString()).doesNotContain("<script").contains("&lt;script&gt;");
        assertThat(consent.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self' http://localhost:3000");
        assertThat(consent.header("Cache-Control")).isEqualTo("no-store");
        assertThat(consent.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(consent.header("Referrer-Policy")).isEqualTo("no-referrer");
        String cookie = app.browser()
                .queryParams(app.request("patient/*.rs"))
                .get("/sandbox/authorize")
                .header("Set-Cookie");
        assertThat(cookie).isNull();
        assertThat(new AppAndPerson("sample-public")
                        .open(app.request("patient/*.rs"))
                        .header("Set-Cookie"))
                .contains("HTTPOnly", "SameSite=Lax", "Path=/sandbox");
    }
}
