package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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
    void givesAnnaHerImagesAndNobodyElse() throws Exception {
        try (PackagedServer server = PackagedServer.demo(folder)) {
            String anna = server.token("patient/*.rs", "&patient=anna-keller");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> server.json("/fhir/ImagingStudy?patient=anna-keller", anna)
                                    .path("total")
                                    .asInt()
                            == 2);
            for (JsonNode entry :
                    server.json("/fhir/ImagingStudy?patient=anna-keller", anna).path("entry")) {
                JsonNode study = entry.path("resource");
                String uid =
                        study.path("identifier").path(0).path("value").asText().replace("urn:oid:", "");
                holdsExactlyWhatIsCounted(server, anna, uid, study);
                for (String other : List.of("ben-okafor", "carla-ruiz")) {
                    String app = server.token("patient/*.rs", "&patient=" + other);
                    assertThat(server.get("/dicomweb/studies/" + uid, app).statusCode())
                            .isEqualTo(404);
                    assertThat(server.json("/fhir/ImagingStudy", app)
                                    .path("total")
                                    .asInt())
                            .isZero();
                }
            }
        }
    }

    private static void holdsExactlyWhatIsCounted(PackagedServer server, String token, String uid, JsonNode study)
            throws Exception {
        Set<String> counted = new TreeSet<>();
        study.path("series").forEach(series -> series.path("instance")
                .forEach(instance -> counted.add(instance.path("uid").asText())));
        assertThat(counted).hasSize(study.path("numberOfInstances").asInt());
        Set<String> retrieved = new TreeSet<>();
        for (Path file : server.save("/dicomweb/studies/" + uid, token, folder.resolve("parts-" + uid))) {
            retrieved.add(Dcmdump.value(file, "0008,0018"));
        }
        assertThat(retrieved).isEqualTo(counted);
        Set<String> described = new TreeSet<>();
        server.json("/dicomweb/studies/" + uid + "/metadata", token)
                .forEach(instance -> described.add(
                        instance.path("00080018").path("Value").path(0).asText()));
        assertThat(described).isEqualTo(counted);
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
        Process production = PackagedServer.launch(log, Map.of(), "-Dquarkus.http.port=0");

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
