package health.webqx.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Subscriber.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What subscribers are told of when the server is killed while it tells them. */
class SubscriptionIT {
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";

    @Test
    void tellsOfEveryAcknowledgedWriteThroughAKillInNumbersWithoutGaps() throws Exception {
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/it")).toAbsolutePath(), "subscription");
        int port = PackagedServer.freePort();
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Map<Long, String> told = new TreeMap<>();
        try (Subscriber subscriber = new Subscriber()) {
            PackagedServer server = PackagedServer.demo(folder, Map.of(), port);
            String token = server.token("system/*.cruds", "");
            assertThat(server.post("/fhir/Subscription", token, subscription(subscriber.url()))
                            .statusCode())
                    .isEqualTo(201);
            subscriber.next("handshake");
            ExecutorService clients = Executors.newFixedThreadPool(4);
            IntStream.range(0, 4).forEach(client -> clients.submit(() -> write(server, token, client, acknowledged)));
            while (acknowledged.size() < 100) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            note(subscriber.next("event-notification"), told);
            server.kill();
            clients.shutdownNow();
            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            try (PackagedServer again = PackagedServer.demo(folder, Map.of(), port)) {
                Set<String> expected = new TreeSet<>(acknowledged);
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
                while (!told.values().containsAll(expected) && System.nanoTime() < end) {
                    note(subscriber.next(60), told);
                }
                assertThat(told.values()).containsAll(expected).doesNotHaveDuplicates();
                assertThat(told.keySet())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, told.size())
                                .mapToObj(Long::valueOf)
                                .toList());
                assertThat(again.base()).endsWith(":" + port);
            }
        }
    }

    /** One number is one event, however often it is told. */
    private static void note(Received notification, Map<Long, String> told) {
        notification.events().forEach((number, focus) -> {
            String before = told.putIfAbsent(number, focus.replaceFirst(".*/", ""));
            assertThat(before).isIn(null, focus.replaceFirst(".*/", ""));
        });
    }

    private static String subscription(String url) {
        return ("{'resourceType':'Subscription','status':'requested','reason':'test','criteria':"
                        + "'https://webqx.health/fhir/SubscriptionTopic/diagnostic-report','_criteria':{'extension':[{'url':'"
                        + GUIDE
                        + "filter-criteria','valueString':'DiagnosticReport?subject=Patient/anna-keller&code:text=kill'}]},"
                        + "'channel':{'type':'rest-hook','endpoint':'" + url
                        + "','payload':'application/fhir+json','_payload':{'extension':[{'url':'" + GUIDE
                        + "payload-content','valueCode':'id-only'}]}}}")
                .replace('\'', '"');
    }

    private static Object write(PackagedServer server, String token, int client, Queue<String> acknowledged)
            throws InterruptedException {
        try {
            for (int i = 0; ; i++) {
                String id = "kill-" + client + "-" + i;
                String body = "{\"resourceType\":\"DiagnosticReport\",\"id\":\"" + id + "\",\"status\":\"final\","
                        + "\"code\":{\"text\":\"kill\"},\"subject\":{\"reference\":\"Patient/anna-keller\"}}";
                if (server.put("/fhir/DiagnosticReport/" + id, token, body).statusCode() == 201) {
                    acknowledged.add(id);
                }
            }
        } catch (IOException killed) {
            return acknowledged;
        }
    }
}
