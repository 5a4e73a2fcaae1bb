package health.webqx.imaging.fhir;

import static health.webqx.imaging.fhir.Subscribing.STUDIES;
import static health.webqx.imaging.fhir.Subscribing.awaitStatus;
import static health.webqx.imaging.fhir.Subscribing.create;
import static health.webqx.imaging.fhir.Subscribing.put;
import static health.webqx.imaging.fhir.Subscribing.putStudy;
import static health.webqx.imaging.fhir.Subscribing.staff;
import static health.webqx.imaging.fhir.Subscribing.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What subscribers with a websocket are told, by the JDK's own client. */
@QuarkusTest
class SubscriptionSocketTest {
    private final String anna = "anna-" + UUID.randomUUID();
    private final String study = "study-" + UUID.randomUUID();
    private final String client = "client-" + UUID.randomUUID();

    /** A websocket and what came by it. */
    private static final class Socket implements WebSocket.Listener, AutoCloseable {
        private final StringBuilder part = new StringBuilder();
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final WebSocket socket;

        Socket(String url) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(url), this)
                    .join();
        }

        void send(String text) {
            socket.sendText(text, true).join();
        }

        String next() throws InterruptedException {
            return Optional.ofNullable(messages.poll(20, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("nothing was sent"));
        }

        boolean hearsNothing(long millis) throws InterruptedException {
            return messages.poll(millis, TimeUnit.MILLISECONDS) == null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    @Test
    void bindsShakesHandsAndTells() throws Exception {
        put("Patient", anna, "'active':true");
        String first = subscribed(staff(client), "ImagingStudy?patient=" + anna + "&modality=CT");
        String second = subscribed(staff(client), "patient=" + anna);
        io.restassured.response.Response answer = staff(client).get("/fhir/Subscription/$get-ws-binding-token");
        String token = value(answer, "token", "valueString");
        String url = value(answer, "websocket-url", "valueUrl");
        try (Socket socket = new Socket(url);
                Socket another = new Socket(url)) {
            socket.send("bind-with-token: " + token);
            assertThat(socket.next() + socket.next())
                    .contains("\"handshake\"")
                    .contains("Subscription/" + first)
                    .contains("Subscription/" + second);
            another.send("bind-with-token: " + token(staff(client), second));
            assertThat(another.next()).contains("\"handshake\"");

            putStudy(study, anna, ",'description':'seen'");

            for (Socket each : new Socket[] {socket, another}) {
                assertThat(each.next())
                        .contains("\"event-notification\"")
                        .contains("Subscription/" + second)
                        .contains("\"description\":\"seen\"");
                assertThat(each.hearsNothing(700)).isTrue();
            }
            another.send("bind-with-token: " + token(staff(client), second));
            assertThat(another.next()).contains("\"handshake\"");
            putStudy(study, anna, ",'description':'again'");
            assertThat(another.next()).contains("\"description\":\"again\"");
            assertThat(another.hearsNothing(700)).isTrue();
            staff(client).delete("/fhir/Subscription/" + second).then().statusCode(204);
            assertThat(another.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    @Test
    void isSilentWithoutAConsentAndGivesLaterWhatCameBetween() throws Exception {
        put("Patient", anna, "'active':true");
        String consent = Subscribing.consentOf(anna);
        String id = subscribed(Sandbox.patient(anna), "");
        String before = token(Sandbox.patient(anna), id);
        putStudy(study, anna, "");
        try (Socket socket = new Socket(url())) {
            TimeUnit.SECONDS.sleep(1);
            socket.send("bind-with-token: " + before);
            assertThat(socket.next()).contains("\"handshake\"").contains("\"valueString\":\"1\"");
            Sandbox.backend().delete("/fhir/Consent/" + consent).then().statusCode(204);
            putStudy(study + "b", anna, "");
            assertThat(socket.hearsNothing(1500)).isTrue();
            Subscribing.consentOf(anna);
            putStudy(study + "c", anna, "");
            assertThat(socket.next()).contains(study + "c").contains("\"valueString\":\"2\"");
        }
        assertThat(Sandbox.patient(anna)
                        .get("/fhir/Subscription/" + id + "/$events")
                        .asString())
                .contains(study)
                .contains(study + "c")
                .doesNotContain(study + "b");
    }

    @Test
    void letsNobodyInWithoutAToken() throws Exception {
        put("Patient", anna, "'active':true");
        String id = subscribed(staff(client), "patient=" + anna);
        String token = token(staff(client), id);
        for (String message : new String[] {
            "bind-with-token: ",
            "bind-with-token: rubbish",
            "bind-with-token: a.b",
            "bind-with-token: " + token.substring(0, token.length() - 3) + "AAA",
            "bind-with-token: x" + token,
            "bind: " + id,
            "bind-with-token: " + "x".repeat(20_000)
        }) {
            try (Socket socket = new Socket(url())) {
                socket.send(message);
                assertThat(socket.closed.get(20, TimeUnit.SECONDS)).as(message).isEqualTo(1008);
                assertThat(socket.messages).isEmpty();
            }
        }
    }

    @Test
    void saysNowAndThenThatItIsAlive() throws Exception {
        String body = subscription(
                STUDIES,
                "",
                "empty",
                "'type':'websocket'," + Subscribing.extension("heartbeat-period", "valueUnsignedInt", 1));
        String id = create(staff(client), body);
        awaitStatus(staff(client), id, "active");
        try (Socket socket = new Socket(url())) {
            socket.send("bind-with-token: " + token(staff(client), id));
            assertThat(socket.next()).contains("\"handshake\"");
            String next = socket.next();
            while (next.contains("event-notification")) {
                next = socket.next();
            }
            assertThat(next).contains("\"heartbeat\"");
        }
    }

    private static String subscribed(RequestSpecification caller, String filter) {
        String id = create(caller, subscription(STUDIES, filter, "full-resource", "'type':'websocket'"));
        awaitStatus(caller, id, "active");
        return id;
    }

    private static String token(RequestSpecification caller, String id) {
        return value(caller.get("/fhir/Subscription/" + id + "/$get-ws-binding-token"), "token", "valueString");
    }

    private String url() {
        return "ws://localhost:" + io.restassured.RestAssured.port + "/fhir/ws";
    }

    private static String value(io.restassured.response.Response answer, String name, String type) {
        return answer.path("parameter.find { it.name == '" + name + "' }." + type);
    }
}
