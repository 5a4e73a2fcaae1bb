package health.webqx.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged server as a process of its own, started as the README says. */
public final class PackagedServer implements AutoCloseable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String base;

    private PackagedServer(Process process, Path log, String base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    static PackagedServer demo(Path dataDir) throws IOException {
        return demo(dataDir, Map.of());
    }

    public static PackagedServer demo(Path dataDir, Map<String, String> environment) throws IOException {
        return demo(dataDir, environment, freePort());
    }

    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** At a given port: what its issuer says of itself stays the same from start to start. */
    static PackagedServer demo(Path dataDir, Map<String, String> environment, int port) throws IOException {
        Files.createDirectories(dataDir);
        Path log = dataDir.resolve("server.log");
        PackagedServer server = new PackagedServer(
                launch(
                        log,
                        environment,
                        "-Dquarkus.profile=demo",
                        "-Dquarkus.http.port=" + port,
                        "-Dwebqx.data-dir=" + dataDir),
                log,
                "http://localhost:" + port);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(server::isReady);
        return server;
    }

    static Process launch(Path log, Map<String, String> environment, String... properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(properties));
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        server.environment().putAll(environment);
        return server.start();
    }

    /** The address clients use, without a path. */
    public String base() {
        return base;
    }

    public long pid() {
        return process.pid();
    }

    public String token(String scope, String more) throws IOException, InterruptedException {
        String form = "scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8) + more;
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/sandbox/issue"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET(), token);
    }

    /** The same under an {@code X-Request-Id}. */
    HttpResponse<String> get(String path, String token, String request) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("X-Request-Id", request)
                        .GET(),
                token);
    }

    JsonNode json(String path, String token) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path, token).body());
    }

    /** A multipart answer's parts, or the one part of another answer, written to files {@code 0.dcm}, {@code 1.dcm}, … */
    List<Path> save(String path, String token, Path folder) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        return MultipartFiles.write(answer.body(), type, Files.createDirectories(folder));
    }

    HttpResponse<String> put(String path, String token, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/fhir+json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                token);
    }

    HttpResponse<String> post(String path, String token, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String token)
            throws IOException, InterruptedException {
        return client.send(
                request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private boolean isReady() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended:\n" + Files.readString(log));
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/q/health/ready")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
