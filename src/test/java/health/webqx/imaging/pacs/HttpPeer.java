package health.webqx.imaging.pacs;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server of a test's own, on a port that it keeps over restarts, which remembers what it was asked. */
final class HttpPeer implements AutoCloseable {
    private final Vertx vertx;
    private final Handler<HttpServerRequest> handler;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private HttpServerOptions options;
    private HttpServer server;

    /** A request as it came. */
    record Asked(String method, String uri, io.vertx.core.MultiMap headers) {}

    private HttpPeer(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        this.vertx = vertx;
        this.options = options.setHost("localhost").setPort(0);
        this.handler = handler;
    }

    static HttpPeer start(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
        HttpPeer peer = new HttpPeer(vertx, options, handler);
        peer.listen();
        peer.options.setPort(peer.server.actualPort());
        return peer;
    }

    int port() {
        return server.actualPort();
    }

    List<Asked> asked() {
        return asked;
    }

    /** Connections that are open now. */
    int open() {
        return open.get();
    }

    void stop() {
        await(server.close());
    }

    /** Again at the same port, perhaps as somebody else. */
    void restart(HttpServerOptions anew) {
        options = anew.setHost("localhost").setPort(options.getPort());
        listen();
    }

    private void listen() {
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    open.incrementAndGet();
                    connection.closeHandler(closed -> open.decrementAndGet());
                })
                .requestHandler(request -> {
                    asked.add(new Asked(request.method().name(), request.uri(), request.headers()));
                    handler.handle(request);
                });
        await(server.listen());
    }

    private static void await(io.vertx.core.Future<?> work) {
        try {
            work.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
