package health.webqx.imaging.sandbox.authorization;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.webqx.imaging.Sandbox;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An app in a browser, and the person before it: every step is an HTTP request as a browser or an app sends it. */
final class AppAndPerson {
    static final String REDIRECT = "http://localhost:3000/callback";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    /** Its S256, from RFC 7636 appendix B. */
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final String client;
    private final Map<String, String> cookies = new HashMap<>();

    AppAndPerson(String client) {
        this.client = client;
    }

    static String fhirBase() {
        return "http://localhost:" + RestAssured.port + "/fhir";
    }

    /** A patient of the test's own: what it writes is in nobody else's record. Returns the reference. */
    static String newPatient() {
        return "Patient/" + created("Patient", "{\"resourceType\":\"Patient\"}");
    }

    /** A study of that patient's. Returns the reference. */
    static String newStudy(String patient, String description) {
        return "ImagingStudy/"
                + created(
                        "ImagingStudy",
                        "{\"resourceType\":\"ImagingStudy\",\"status\":\"available\",\"description\":\"" + description
                                + "\",\"subject\":{\"reference\":\"" + patient + "\"}}");
    }

    private static String created(String type, String body) {
        return Sandbox.backend()
                .body(body)
                .post("/fhir/" + type)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A request that is right in everything. */
    Map<String, String> request(String scope) {
        Map<String, String> request = new TreeMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", REDIRECT);
        request.put("scope", scope);
        request.put("state", "of the app & its own");
        request.put("aud", fhirBase());
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        return request;
    }

    /** The browser is sent to the authorization endpoint. */
    Response open(Map<String, String> request) {
        return kept(browser().queryParams(request).get("/sandbox/authorize"));
    }

    Response openByPost(Map<String, String> request) {
        return kept(browser().formParams(request).post("/sandbox/authorize"));
    }

    /** The person presses the button of that choice. */
    Response choose(Response page, String choice) {
        return answer(page, Map.of("choice", List.of(choice)));
    }

    /** The person leaves these ticked and allows. */
    Response allow(Response page, List<String> ticked) {
        return answer(page, Map.of("scope", ticked, "allow", List.of("yes")));
    }

    Response deny(Response page) {
        return answer(page, Map.of("deny", List.of("yes")));
    }

    Response answer(Response page, Map<String, List<String>> fields) {
        RequestSpecification form =
                browser().formParam("pending", hidden(page, "pending")).formParam("step", hidden(page, "step"));
        fields.forEach(form::formParam);
        return form.post("/sandbox/authorize/answer");
    }

    /** As the person who presses every button: logs in, takes that patient, allows all that is ticked. */
    String code(String scope, String user, Optional<String> patient) {
        Response page = choose(open(request(scope)), user);
        if (patient.isPresent()) {
            page = choose(page, patient.get());
        }
        return landed(allow(page, ticked(page))).get("code");
    }

    /** What the app is told in its redirect's address. */
    static Map<String, String> landed(Response redirect) {
        return landed(redirect, REDIRECT);
    }

    static Map<String, String> landed(Response redirect, String expected) {
        assertThat(redirect.statusCode()).as(redirect.asString()).isEqualTo(303);
        URI location = URI.create(redirect.header("Location"));
        assertThat(location.toString()).startsWith(expected + "?");
        Map<String, String> told = new TreeMap<>();
        for (String pair : location.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            told.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return told;
    }

    static List<String> ticked(Response page) {
        return all(page, "name=\"scope\" value=\"([^\"]+)\" checked");
    }

    static List<String> choices(Response page) {
        return all(page, "name=\"choice\" value=\"([^\"]*)\"");
    }

    static String hidden(Response page, String name) {
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        return all(page, "type=\"hidden\" name=\"" + name + "\" value=\"([^\"]+)\"")
                .get(0);
    }

    private static List<String> all(Response page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page.asString());
        return matcher.results().map(found -> found.group(1)).distinct().toList();
    }

    /** What the app sends for the code; the client's proof is still to be added. */
    RequestSpecification exchange(String code) {
        return given().formParam("grant_type", "authorization_code")
                .formParam("code", code)
                .formParam("redirect_uri", REDIRECT)
                .formParam("code_verifier", VERIFIER);
    }

    /** The token response for a code. */
    Response tokens(String code) {
        return exchange(code).formParam("client_id", client).post("/sandbox/token");
    }

    Response refreshed(String refreshToken, String... more) {
        RequestSpecification form = given().formParam("grant_type", "refresh_token")
                .formParam("refresh_token", refreshToken)
                .formParam("client_id", client);
        Arrays.stream(more).forEach(scope -> form.formParam("scope", scope));
        return form.post("/sandbox/token");
    }

    static JWTClaimsSet claims(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    RequestSpecification browser() {
        return given().redirects().follow(false).cookies(cookies);
    }

    private Response kept(Response page) {
        cookies.putAll(page.cookies());
        return page;
    }

    /** The cookies of this browser, also those a page other than the authorization endpoint gives. */
    Response see(String path) {
        return kept(browser().get(path));
    }
}
