package health.webqx.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody's endpoint for notifications: a real HTTP server in the test's process. */
public final class Subscriber implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** The status it answers with. */
    public volatile int status = 200;

    /** Where it redirects to, with a status that redirects. */
    public volatile String location = "";

    /** How long it takes to answer. */
    public volatile long slowness;

    /** A notification as it came. */
    public record Received(Headers headers, JsonNode bundle) {
        public String type() {
            return parameter("type").path("valueCode").asText();
        }

        public long count() {
            return Long.parseLong(parameter("events-since-subscription-start")
                    .path("valueString")
                    .asText());
        }

        public JsonNode parameter(String name) {
            for (JsonNode parameter :
                    bundle.path("entry").path(0).path("resource").path("parameter")) {
                if (parameter.path("name").asText().equals(name)) {
                    return parameter;
                }
            }
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }

        /** A part of the first event. */
        public JsonNode event(String name) {
            for (JsonNode part : parameter("notification-event").path("part")) {
                if (part.path("name").asText().equals(name)) {
                    return part;
                }
            }
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }

        /** What each event is about, by its number. */
        public Map<Long, String> events() {
            Map<Long, String> events = new TreeMap<>();
            for (JsonNode parameter : bundle.at("/entry/0/resource/parameter")) {
                if (parameter.path("name").asText().equals("notification-event")) {
                    JsonNode parts = parameter.path("part");
                    events.put(
                            parts.path(0).path("valueString").asLong(),
                            parts.at("/2/valueReference/reference").asText());
                }
            }
            return events;
        }

        public String focus() {
            return event("focus").path("valueReference").path("reference").asText();
        }
    }

    public Subscriber() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Whoever hears of a notification may set the next status: this one's is taken before it is told of. */
    private void answer(HttpExchange exchange) throws IOException {
        int answer = status;
        received.add(new Received(exchange.getRequestHeaders(), JSON.readTree(exchange.getRequestBody())));
        try {
            TimeUnit.MILLISECONDS.sleep(slowness);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    /** The next notification; fails after some seconds without one. */
    public Received next() throws InterruptedException {
        return next(20);
    }

    public Received next(int seconds) throws InterruptedException {
        return Optional.ofNullable(received.poll(seconds, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing was sent"));
    }

    /** The next notification of a type; those of others are skipped. */
    public Received next(String type) throws InterruptedException {
        Received next = next();
        while (!next.type().equals(type)) {
            next = next();
        }
        return next;
    }

    /** Whether nothing comes for a while. */
    public boolean hearsNothing(long millis) throws InterruptedException {
        return received.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
