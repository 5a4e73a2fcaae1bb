package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The packaged server and a real Keycloak with our realm: people log in by the authorization code flow, and their apps read what
 * is theirs at both doors. The issuer {@code keycloak} is set up as {@code src/docs/issuers.md} says.
 */
class KeycloakIT {
    private static final String PATIENT_SCOPES = "openid fhirUser profile launch/patient offline_access patient/*.rs";
    private static final String STAFF_SCOPES = "openid fhirUser online_access user/*.rs";
    private static final String SECRET = "of the server itself";

    private static KeycloakProcess keycloak;
    private static PackagedServer server;
    private static String studyOfAnna;
    private static String studyOfBen;

    @BeforeAll
    static void bothAreUp() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/it")).toAbsolutePath(), "keycloak");
        int port = PackagedServer.freePort();
        keycloak = KeycloakProcess.start(folder, "http://localhost:" + port);
        people();
        server = PackagedServer.demo(folder.resolve("demo"), settings(), port);
        studyOfAnna = awaitStudy("anna-keller");
        studyOfBen = awaitStudy("ben-okafor");
    }

    @AfterAll
    static void bothAreDown() throws InterruptedException {
        if (keycloak != null) {
            keycloak.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static Map<String, String> settings() {
        String issuer = "WEBQX_AUTH_ISSUERS_KEYCLOAK_";
        return Map.of(
                issuer + "URL",
                keycloak.realm(),
                issuer + "ROLE_CLAIMS",
                "realm_access.roles",
                issuer + "TOKENS",
                "jwt-introspected",
                issuer + "INTROSPECTION_URL",
                keycloak.realm() + "/protocol/openid-connect/token/introspect",
                issuer + "CLIENT_ID",
                "webqx-imaging",
                issuer + "CLIENT_SECRET",
                SECRET,
                issuer + "INTROSPECTION_TIMEOUT",
                "30s",
                "WEBQX_ACCESS_PROVIDER_REACH",
                "care-relationship",
                "WEBQX_ACCESS_ROLES_REACHING_ALL",
                "radiologist");
    }

    private static void people() throws Exception {
        String redirect = "\"publicClient\":true,\"redirectUris\":[\"" + KeycloakPerson.REDIRECT
                + "\"],\"attributes\":{\"pkce.code.challenge.method\":\"S256\"}";
        keycloak.create("clients", "{\"clientId\":\"app\"," + redirect + "}");
        keycloak.create(
                "clients",
                "{\"clientId\":\"app-of-another\",\"defaultClientScopes\":[\"basic\"],"
                        + "\"optionalClientScopes\":[\"patient/*.rs\"]," + redirect + "}");
        keycloak.create(
                "clients",
                "{\"clientId\":\"webqx-imaging\",\"standardFlowEnabled\":false,\"secret\":\"" + SECRET + "\"}");
        user("anna", "\"patient\":[\"anna-keller\"],\"fhirUser\":[\"Patient/anna-keller\"]");
        user("stranger", "\"fhirUser\":[\"Practitioner/stranger\"]");
        String lena = user("lena", "\"fhirUser\":[\"Practitioner/lena-moreau\"]");
        keycloak.give(lena, keycloak.create("roles", "{\"name\":\"radiologist\"}"));
    }

    private static String user(String name, String attributes) throws Exception {
        return keycloak.create(
                "users",
                "{\"username\":\"" + name + "\",\"enabled\":true,\"attributes\":{" + attributes
                        + "},\"credentials\":[{\"type\":\"password\",\"value\":\"" + KeycloakPerson.PASSWORD + "\"}]}");
    }

    /** The UID of a study that the catalogue has of a sample patient. */
    private static String awaitStudy(String patient) throws Exception {
        String token = server.token("system/*.rs", "");
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> server.json("/fhir/ImagingStudy?_count=1&patient=" + patient, token)
                                .at("/entry/0/resource/identifier/0/value")
                                .asText()
                                .replace("urn:oid:", ""),
                        uid -> !uid.isEmpty());
    }

    @Test
    void aPatientReadsHerOwnRecordAndImagesAndNobodyElses() throws Exception {
        String token = access(person("anna").login(PATIENT_SCOPES));

        assertThat(status("/fhir/Patient/anna-keller", token)).isEqualTo(200);
        assertThat(status("/fhir/Patient/ben-okafor", token)).isEqualTo(404);
        assertThat(patients("/fhir/Patient?_count=100", token)).containsExactly("anna-keller");
        assertThat(status("/fhir/ImagingStudy?patient=ben-okafor", token)).isEqualTo(403);
        assertThat(status("/dicomweb/studies/" + studyOfAnna + "/metadata", token))
                .isEqualTo(200);
        assertThat(status("/dicomweb/studies/" + studyOfBen + "/metadata", token))
                .isEqualTo(404);
        assertThat(server.get("/dicomweb/studies", token).body())
                .contains(studyOfAnna)
                .doesNotContain(studyOfBen);
    }

    @Test
    void aProviderReachesWhatItsRoleReaches() throws Exception {
        String token = access(person("lena").login(STAFF_SCOPES));

        assertThat(patients("/fhir/Patient?_count=100", token)).contains("anna-keller", "ben-okafor", "carla-ruiz");
        assertThat(status("/dicomweb/studies/" + studyOfBen + "/metadata", token))
                .isEqualTo(200);

        String strange = access(person("stranger").login(STAFF_SCOPES));
        assertThat(patients("/fhir/Patient?_count=100", strange)).isEmpty();
        assertThat(status("/dicomweb/studies/" + studyOfBen + "/metadata", strange))
                .isEqualTo(404);
    }

    /** smart-app-launch_2.2.0: 96. */
    @Test
    void tokensThatAreNoAccessTokensOrForAnotherServerAreRefused() throws Exception {
        JsonNode tokens = person("anna").login(PATIENT_SCOPES);
        JsonNode elsewhere =
                new KeycloakPerson(keycloak.realm(), "app-of-another", "anna").login("openid patient/*.rs");

        for (String token : new String[] {
            tokens.path("id_token").asText(), tokens.path("refresh_token").asText(), access(elsewhere)
        }) {
            assertThat(token).isNotEmpty();
            assertThat(status("/fhir/Patient/anna-keller", token)).isEqualTo(401);
            assertThat(status("/dicomweb/studies/" + studyOfAnna + "/metadata", token))
                    .isEqualTo(401);
        }
    }

    @Test
    void aRefreshedTokenServesAndNoneDoesAfterLogout() throws Exception {
        KeycloakPerson anna = person("anna");
        JsonNode first = anna.login("openid fhirUser online_access patient/*.rs");
        JsonNode second = anna.refresh(first.path("refresh_token").asText());

        assertThat(access(second)).isNotEqualTo(access(first));
        assertThat(status("/fhir/Patient/anna-keller", access(second))).isEqualTo(200);

        anna.logout(second.path("refresh_token").asText());
        assertThat(status("/fhir/Patient/anna-keller", access(first))).isEqualTo(401);
        assertThat(status("/fhir/Patient/anna-keller", access(second))).isEqualTo(401);
    }

    private static KeycloakPerson person(String name) {
        return new KeycloakPerson(keycloak.realm(), "app", name);
    }

    private static String access(JsonNode tokens) {
        assertThat(tokens.path("access_token").asText()).as(tokens.toString()).isNotEmpty();
        return tokens.path("access_token").asText();
    }

    private static int status(String path, String token) throws Exception {
        return server.get(path, token).statusCode();
    }

    private static TreeSet<String> patients(String path, String token) throws Exception {
        TreeSet<String> ids = new TreeSet<>();
        server.json(path, token)
                .path("entry")
                .forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        return ids;
    }
}
