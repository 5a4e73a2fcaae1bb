package health.webqx.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An app in a browser, and the person before it that fills in Keycloak's login form. */
final class KeycloakPerson {
    static final String REDIRECT = "http://localhost:3000/callback";
    static final String PASSWORD = "correct horse battery staple";

    private static final String STATE = "of the app & its own";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    /** Its S256, from RFC 7636 appendix B. */
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final Pattern LOGIN = Pattern.compile("action=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final String realm;
    private final String client;
    private final String name;

    KeycloakPerson(String realm, String client, String name) {
        this.realm = realm;
        this.client = client;
        this.name = name;
    }

    /** The token response of an authorization code flow with PKCE (S256). */
    JsonNode login(String scope) throws IOException, InterruptedException {
        HttpResponse<String> redirect = send(HttpRequest.newBuilder(URI.create(loginForm(scope))), login());
        Map<String, String> told =
                fields(URI.create(redirect.headers().firstValue("Location").orElseThrow(() -> unexpected(redirect)))
                        .getRawQuery());
        if (!STATE.equals(told.get("state"))) {
            throw new IOException("not the state that was sent: " + told);
        }
        return tokens(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                told.get("code"),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER));
    }

    JsonNode refresh(String token) throws IOException, InterruptedException {
        return tokens(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    void logout(String refreshToken) throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/logout")),
                Map.of("client_id", client, "refresh_token", refreshToken));
    }

    /** Where Keycloak's page wants name and password sent. */
    private String loginForm(String scope) throws IOException, InterruptedException {
        Map<String, String> query = Map.of(
                "response_type", "code",
                "client_id", client,
                "redirect_uri", REDIRECT,
                "scope", scope,
                "state", STATE,
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256");
        HttpResponse<String> page =
                send(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/auth?" + form(query))));
        Matcher action = LOGIN.matcher(page.body());
        if (!action.find()) {
            throw unexpected(page);
        }
        return action.group(1).replace("&amp;", "&");
    }

    private Map<String, String> login() {
        return Map.of("username", name, "password", PASSWORD);
    }

    private JsonNode tokens(Map<String, String> grant) throws IOException, InterruptedException {
        Map<String, String> fields = new TreeMap<>(grant);
        fields.put("client_id", client);
        return new ObjectMapper()
                .readTree(send(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token")), fields)
                        .body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> fields)
            throws IOException, InterruptedException {
        return send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.substring(0, (cookie + ";").indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    private static IOException unexpected(HttpResponse<String> answer) {
        return new IOException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> fields(String query) {
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }
}
