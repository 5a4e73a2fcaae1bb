package health.webqx.imaging.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** HTTP to the server under test: up to a number of connections, kept open. */
final class Connection implements AutoCloseable {
    /** Shorter than the pause between two cases: a server that closes idle connections does not fail the next case. */
    private static final int IDLE_SECONDS = 10;

    private final String base;
    private final Map<String, String> headers;
    private final HttpClient client;
    private final LongAdder received = new LongAdder();
    private final LongAdder answers = new LongAdder();

    /** @param headers sent with each request */
    Connection(Vertx vertx, String base, Map<String, String> headers, int connections) {
        this.base = base.endsWith("/") ? base : base + "/";
        this.headers = headers;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setKeepAliveTimeout(IDLE_SECONDS),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** The answer's body; fails unless the status is 2xx or 304. */
    Future<Buffer> send(Call call) {
        return client.request(options(call)).compose(request -> answered(request, call));
    }

    /** Completes when the whole answer has come, which is let go of; fails as {@link #send} does. */
    Future<Void> drain(Call call) {
        return client.request(options(call)).compose(request -> sent(request, call)
                .compose(response -> isGood(response) ? drained(response) : failed(request, response)));
    }

    private Future<Void> drained(HttpClientResponse response) {
        response.handler(piece -> received.add(piece.length()));
        return response.end().onSuccess(end -> answers.increment());
    }

    /** Bytes of an answer's body that was drained, on average. */
    double answerBytes() {
        return received.sum() / (double) Math.max(1, answers.sum());
    }

    private RequestOptions options(Call call) {
        String address = call.address().startsWith("http") ? call.address() : base + call.address();
        RequestOptions options = new RequestOptions().setAbsoluteURI(address).setMethod(call.method());
        headers.forEach(options::putHeader);
        return options;
    }

    private static boolean isGood(HttpClientResponse response) {
        return response.statusCode() / 100 == 2 || response.statusCode() == 304;
    }

    private static <T> Future<T> failed(HttpClientRequest request, HttpClientResponse response) {
        return response.body()
                .compose(body -> Future.failedFuture(
                        request.getMethod() + " " + request.getURI() + ": " + response.statusCode() + " " + body));
    }

    /** On the request's own event loop throughout: elsewhere a body could have gone by before it is asked for. */
    private static Future<Buffer> answered(HttpClientRequest request, Call call) {
        return sent(request, call).compose(response -> isGood(response) ? response.body() : failed(request, response));
    }

    private static Future<HttpClientResponse> sent(HttpClientRequest request, Call call) {
        if (call.body().isEmpty()) {
            return request.send();
        }
        return request.putHeader("Content-Type", "application/fhir+json").send(Buffer.buffer(call.bytes()));
    }

    @Override
    public void close() {
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
