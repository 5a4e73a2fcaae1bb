package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.store.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** No answer without its record, whatever fails. */
class AuditIT {
    private static final String ANNA = "/fhir/Patient/anna-keller";

    @Test
    void keepsTheRecordOfEveryAnswerThroughAKill() throws Exception {
        Path folder = newFolder("audit-kill");
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        PackagedServer server = PackagedServer.demo(folder);
        String token = server.token("system/*.rs", "");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        IntStream.range(0, 8).forEach(client -> clients.submit(() -> read(server, token, client, answered)));
        while (answered.size() < 1000) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        server.kill();
        clients.shutdownNow();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        try (PackagedServer again = PackagedServer.demo(folder)) {
            String reader = again.token("system/*.rs", "");
            assertThat(recorded(again, reader)).containsAll(answered);
            assertThat(again.get("/fhir/AuditEvent/$verify", reader).body()).contains("\"valueBoolean\":true");
        }
    }

    @Test
    void answersNothingWhileTheDatabaseIsGoneAndEverythingAfterwards() throws Exception {
        Path folder = newFolder("audit-gone");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                Relay relay = new Relay(postgres.port());
                PackagedServer server = PackagedServer.demo(folder.resolve("demo"), settings(postgres, relay))) {
            String token = server.token("system/*.rs", "");
            assertThat(server.get(ANNA, token).statusCode()).isEqualTo(200);
            relay.cut();
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> answer = server.get(ANNA, token);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).doesNotContain("Keller");
                assertThat(server.get(ANNA, "nobody").statusCode()).isEqualTo(503);
            }
            relay.mend();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> server.get(ANNA, token).statusCode() == 200);
        }
    }

    @Test
    void closesTheDoorWhenTooManyRecordsWait() throws Exception {
        Path folder = newFolder("audit-full");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                Relay relay = new Relay(postgres.port());
                PackagedServer server = PackagedServer.demo(folder.resolve("demo"), settings(postgres, relay))) {
            assertThat(server.get(ANNA, "nobody").statusCode()).isEqualTo(401);
            relay.stall();
            ExecutorService clients = Executors.newFixedThreadPool(12);
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> refused(server), clients));
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> answers.stream()
                    .anyMatch(CompletableFuture::isDone));
            assertThat(answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .containsOnly(503);
            relay.mend();
            for (CompletableFuture<Integer> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).isIn(401, 503);
            }
            assertThat(answers.stream().map(CompletableFuture::join)).contains(401);
            clients.shutdownNow();
            assertThat(server.get(ANNA, server.token("system/*.rs", "")).statusCode())
                    .isEqualTo(200);
        }
    }

    private static Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(
                Files.createDirectories(Path.of("target/it")).toAbsolutePath(), name);
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres, Relay relay) {
        return Map.of(
                "WEBQX_DATABASE_URL",
                "postgresql://localhost:" + relay.port() + "/" + postgres.database(),
                "WEBQX_DATABASE_USERNAME",
                postgres.username(),
                "WEBQX_DATABASE_PASSWORD",
                postgres.password(),
                "WEBQX_AUDIT_MAX_WAITING",
                "3");
    }

    private static int refused(PackagedServer server) {
        try {
            return server.get(ANNA, "nobody").statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(PackagedServer server, String token, int client, Queue<String> answered)
            throws InterruptedException {
        try {
            for (int i = 0; ; i++) {
                String request = "kill-" + client + "-" + i;
                if (server.get(ANNA, token, request).statusCode() == 200) {
                    answered.add(request);
                }
            }
        } catch (IOException killed) {
            return answered;
        }
    }

    /** The request ids of all events there are. */
    private static Set<String> recorded(PackagedServer server, String token) throws Exception {
        Set<String> requests = new HashSet<>();
        String next = "/fhir/AuditEvent?patient=anna-keller&subtype=read&_count=1000";
        while (!next.isEmpty()) {
            JsonNode page = server.json(next, token);
            next = "";
            for (JsonNode entry : page.path("entry")) {
                entry.path("resource")
                        .path("entity")
                        .forEach(entity -> requests.add(entity.path("what")
                                .path("identifier")
                                .path("value")
                                .asText()));
            }
            for (JsonNode link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    next = link.path("url").asText().replace(server.base(), "").replaceFirst("^(?!/)", "/fhir/");
                }
            }
        }
        return requests;
    }
}
