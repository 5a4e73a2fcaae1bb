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

/** HTTP to the server under test: up to a number of connections, kept open. */
final class Connection implements AutoCloseable {
    private final String base;
    private final Map<String, String> headers;
    private final HttpClient client;

    /** @param headers sent with each request */
    Connection(Vertx vertx, String base, Map<String, String> headers, int connections) {
        this.base = base.endsWith("/") ? base : base + "/";
        this.headers = headers;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(connections));
    }

    /** The answer's body; fails unless the status is 2xx or 304. */
    Future<Buffer> send(Call call) {
        String address = call.address().startsWith("http") ? call.address() : base + call.address();
        RequestOptions options = new RequestOptions().setAbsoluteURI(address).setMethod(call.method());
        headers.forEach(options::putHeader);
        return client.request(options).compose(request -> answered(request, call));
    }

    /** On the request's own event loop throughout: elsewhere a body could have gone by before it is asked for. */
    private static Future<Buffer> answered(HttpClientRequest request, Call call) {
        return sent(request, call).compose(response -> response.body()
                .compose(body -> response.statusCode() / 100 == 2 || response.statusCode() == 304
                        ? Future.succeededFuture(body)
                        : Future.failedFuture(
                                call.method() + " " + request.getURI() + ": " + response.statusCode() + " " + body)));
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
