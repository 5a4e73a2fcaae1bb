package health.webqx.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Keycloak on this machine alone, with the realm of {@code docker/keycloak} as it stands, and what an administrator adds
 * to it: clients, people, roles. It forgets all when it ends.
 */
final class KeycloakProcess implements AutoCloseable {
    private static final Path UNPACKED = Path.of("target/keycloak");
    private static final Path REALM = Path.of("docker/keycloak/webqx-realm.json");
    private static final String PASSWORD = "of this run only";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String base;

    private KeycloakProcess(Process process, Path log, String base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /**
     * Starts one; skips the test where there is none ({@code ./mvnw verify -Pkeycloak} gets it).
     *
     * @param audience the base URL of the server that its tokens are for
     */
    static KeycloakProcess start(Path folder, String audience) throws IOException {
        Path home = home();
        Path imported = Files.createDirectories(home.resolve("data/import"));
        Files.copy(REALM, imported.resolve(REALM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        int port = PackagedServer.freePort();
        Path log = Files.createDirectories(folder).resolve("keycloak.log");
        ProcessBuilder keycloak = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--cache=local",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        keycloak.environment()
                .putAll(Map.of(
                        "WEBQX_BASE_URL",
                        audience,
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD,
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_APPEND",
                        "-Xmx512m -XX:TieredStopAtLevel=1"));
        KeycloakProcess started = new KeycloakProcess(keycloak.start(), log, "http://127.0.0.1:" + port);
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(250))
                    .until(started::isReady);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private static Path home() throws IOException {
        Peer.requireFile(UNPACKED.toString());
        try (Stream<Path> unpacked = Files.list(UNPACKED)) {
            return unpacked.sorted().findFirst().orElseThrow().toAbsolutePath();
        }
    }

    /** The issuer of the realm's tokens. */
    String realm() {
        return base + "/realms/webqx";
    }

    /** Has something added to the realm; says where it is. */
    String create(String kind, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = administer(kind, json);
        if (answer.statusCode() != 201) {
            throw new IOException(kind + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Gives a role to somebody, both as {@link #create} said. */
    void give(String user, String role) throws IOException, InterruptedException {
        String json = client.send(administrator(URI.create(role)).GET().build(), HttpResponse.BodyHandlers.ofString())
                .body();
        String below = user.substring((base + "/admin/realms/webqx/").length()) + "/role-mappings/realm";
        HttpResponse<String> answer = administer(below, "[" + json + "]");
        if (answer.statusCode() != 204) {
            throw new IOException(below + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> administer(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = administrator(URI.create(base + "/admin/realms/webqx/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder administrator(URI uri) throws IOException, InterruptedException {
        HttpRequest login = HttpRequest.newBuilder(URI.create(base + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(KeycloakPerson.form(Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        "admin",
                        "password",
                        PASSWORD))))
                .build();
        JsonNode answer = new ObjectMapper()
                .readTree(
                        client.send(login, HttpResponse.BodyHandlers.ofString()).body());
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + answer.path("access_token").asText());
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("Keycloak ended:\n" + Files.readString(log));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm() + "/.well-known/openid-configuration"))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends the script and the server that it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
