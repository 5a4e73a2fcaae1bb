package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator of the packaged server sees. */
class PackagedServerIT {
    private static Path folder;

    @BeforeAll
    static void newFolder() throws IOException {
        folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/it")).toAbsolutePath(), "demo");
    }

    @AfterAll
    static void stopWhatAKilledServerLeft() throws IOException, InterruptedException {
        PackagedServer.demo(folder).close();
    }

    @Test
    void knowsTheSamplePeopleAndTheirConsents() throws Exception {
        try (PackagedServer server = PackagedServer.demo(folder)) {
            String anna = server.token("patient/*.rs", "&patient=anna-keller");

            assertThat(server.get("/fhir/Patient/anna-keller", anna).body()).contains("Keller");
            assertThat(server.get("/fhir/Patient/ben-okafor", anna).statusCode())
                    .isEqualTo(404);
            assertThat(server.get("/fhir/ImagingStudy?patient=ben-okafor", anna).statusCode())
                    .isEqualTo(403);
            assertThat(server.get("/fhir/Consent?patient=anna-keller", anna).body())
                    .contains("anna-keller-images");
        }
    }

    @Test
    void keepsEveryAcknowledgedWriteThroughAKill() throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        PackagedServer server = PackagedServer.demo(folder);
        String writer = server.token("system/*.cruds", "");
        ExecutorService clients = Executors.newFixedThreadPool(8);
        IntStream.range(0, 8).forEach(client -> clients.submit(() -> write(server, writer, client, acknowledged)));
        while (acknowledged.size() < 200) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        server.kill();
        clients.shutdownNow();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        try (PackagedServer again = PackagedServer.demo(folder)) {
            String reader = again.token("system/*.rs", "");
            for (String id : acknowledged) {
                HttpResponse<String> read = again.get("/fhir/Patient/" + id, reader);
                assertThat(read.statusCode()).as(id).isEqualTo(200);
            }
            assertThat(again.get("/fhir/AuditEvent?subtype=update&_count=1000", reader)
                            .body())
                    .contains(List.copyOf(acknowledged));
        }
    }

    @Test
    void refusesToStartInProductionAndNamesEveryMissingSetting() throws Exception {
        Path log = folder.resolve("production.log");
        Process production = PackagedServer.launch(log, "-Dquarkus.http.port=0");

        assertThat(production.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(production.exitValue()).isNotZero();
        assertThat(Files.readString(log)).contains("webqx.base-url", "webqx.database.url", "webqx.auth.issuers");
    }

    private static Object write(PackagedServer server, String token, int client, Queue<String> acknowledged)
            throws InterruptedException {
        try {
            for (int i = 0; ; i++) {
                String id = "kill-" + client + "-" + i;
                String body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}";
                if (server.put("/fhir/Patient/" + id, token, body).statusCode() == 201) {
                    acknowledged.add(id);
                }
            }
        } catch (IOException killed) {
            return acknowledged;
        }
    }
}
