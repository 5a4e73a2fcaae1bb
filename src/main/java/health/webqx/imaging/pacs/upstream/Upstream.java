package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsDefinition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An archive's HTTP address. Calls go out with the archive's own credentials and nothing else but what the connector hands
 * in; redirects are not followed. No call blocks; each fails with {@code Failure}: {@code NOT_FOUND} for 404,
 * {@code UNAVAILABLE} where nobody answers, {@code GATEWAY_TIMEOUT} for silence, {@code BAD_GATEWAY} for anything else that
 * is no success. What the archive wrote about it is not passed on.
 */
public final class Upstream implements AutoCloseable {
    /** Below the second after which Orthanc closes an idle connection, so that none is used as it dies. */
    private static final int KEEP_ALIVE_SECONDS = 1;

    private final PacsDefinition definition;
    private final URI base;
    private final Vertx vertx;
    private final HttpClient calls;
    private final HttpClient streams;

    /** Opens no connection yet. */
    public Upstream(PacsDefinition definition, Vertx vertx) {
        this.definition = definition;
        this.base = URI.create(definition.url());
        this.vertx = vertx;
        int forCalls = Math.max(1, definition.maxConnections() / 4);
        io.vertx.mutiny.core.Vertx mutiny = new io.vertx.mutiny.core.Vertx(vertx);
        this.calls = mutiny.createHttpClient(options(forCalls));
        this.streams = mutiny.createHttpClient(options(definition.maxConnections() - forCalls));
    }

    private HttpClientOptions options(int connections) {
        return new HttpClientOptions()
                .setSsl("https".equals(base.getScheme()))
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout(
                        (int) Math.min(Integer.MAX_VALUE, definition.timeout().toMillis()))
                .setDecompressionSupported(true);
    }

    /**
     * A short answer as a whole. Asked again once when the connection died before anything came.
     *
     * @param path from the archive's address on, with its query, encoded
     * @param longest most bytes; a longer answer is {@code BAD_GATEWAY}
     */
    public Uni<Buffer> get(String path, int longest) {
        return whole(HttpMethod.GET, path, Optional.empty(), longest)
                .onFailure(UpstreamFailures::isConnectionLost)
                .retry()
                .atMost(1)
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    /** The short answer to a JSON question, which changes nothing: asked again once like {@link #get}. */
    public Uni<Buffer> post(String path, Buffer json, int longest) {
        return whole(HttpMethod.POST, path, Optional.of(json), longest)
                .onFailure(UpstreamFailures::isConnectionLost)
                .retry()
                .atMost(1)
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    /** An answer as it comes, with back-pressure; cancelling it frees its connection. One that ends early fails. */
    public Multi<Buffer> stream(String path) {
        return send(streams, HttpMethod.GET, path, Optional.empty())
                .onFailure(UpstreamFailures::isConnectionLost)
                .retry()
                .atMost(1)
                .onItem()
                .transformToMulti(Answer::content)
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    /**
     * Sends a file, no faster than it is taken, and gives the short answer. Sent again once when the connection died before
     * anything came back: for what does no harm when it is done twice. A status by which the archive refuses the content is
     * {@code UNPROCESSABLE}.
     */
    public Uni<Buffer> upload(String path, String mediaType, Path file, long size, int longest) {
        RequestOptions options = request(HttpMethod.POST, path, false)
                .putHeader("Content-Type", mediaType)
                .putHeader("Content-Length", Long.toString(size));
        return new FileUpload(new io.vertx.mutiny.core.Vertx(vertx), file)
                .send(() -> connected(streams, options))
                .map(sent -> new Answer(vertx, sent.request(), sent.response()).requireTaken())
                .flatMap(answer -> whole(answer, longest))
                .onFailure(UpstreamFailures::isConnectionLost)
                .retry()
                .atMost(1)
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    /** Calls under way fail. */
    @Override
    public void close() {
        calls.closeAndForget();
        streams.closeAndForget();
    }

    /** A success whose body waits to be asked for. */
    private record Answer(Vertx vertx, HttpClientRequest request, HttpClientResponse response) {
        Multi<Buffer> content() {
            return response.toMulti()
                    .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate)
                    .onCancellation()
                    .invoke(this::drop);
        }

        Answer requireTaken() {
            if (UpstreamFailures.isRefusal(response.statusCode())) {
                drop();
                throw Failure.of(FailureKind.UNPROCESSABLE, "the archive does not take this instance");
            }
            return requireSuccess();
        }

        Answer requireSuccess() {
            if (response.statusCode() / 100 != 2) {
                drop();
                throw UpstreamFailures.status(response.statusCode());
            }
            return this;
        }

        /** After the cancellation itself, which takes the handler away that would hear of the reset. */
        private void drop() {
            vertx.runOnContext(later -> {
                try {
                    response.exceptionHandler(reset -> {});
                } catch (IllegalStateException complete) {
                    return; // its end came before
                }
                request.reset();
            });
        }
    }

    private Uni<Buffer> whole(HttpMethod method, String path, Optional<Buffer> body, int longest) {
        return send(calls, method, path, body).flatMap(answer -> whole(answer, longest));
    }

    private static Uni<Buffer> whole(Answer answer, int longest) {
        return answer.content()
                .onItem()
                .scan(Buffer::buffer, (sum, piece) -> bounded(sum, piece, longest))
                .collect()
                .last();
    }

    private static Buffer bounded(Buffer sum, Buffer piece, int longest) {
        if (sum.length() + piece.length() > longest) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is too long");
        }
        return sum.appendBuffer(piece);
    }

    private Uni<Answer> send(HttpClient client, HttpMethod method, String path, Optional<Buffer> body) {
        return connected(client, request(method, path, body.isPresent()))
                .flatMap(request -> request.send(
                                io.vertx.mutiny.core.buffer.Buffer.newInstance(body.orElseGet(Buffer::buffer)))
                        .map(response -> new Answer(vertx, request, response.pause()))
                        .onCancellation()
                        .invoke(() -> drop(request)))
                .map(Answer::requireSuccess);
    }

    /** A connection that comes free after the caller has left goes back; left alone it would be held until it times out. */
    private static Uni<HttpClientRequest> connected(HttpClient client, RequestOptions options) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean done = new AtomicBoolean();
            emitter.onTermination(() -> done.set(true));
            client.request(options)
                    .subscribe()
                    .with(
                            request -> {
                                if (done.get()) {
                                    drop(request);
                                } else {
                                    emitter.complete(request);
                                }
                            },
                            emitter::fail);
        });
    }

    static void drop(HttpClientRequest request) {
        try {
            request.exceptionHandler(reset -> {});
        } catch (IllegalStateException complete) {
            return; // its answer came at the same moment
        }
        request.reset();
    }

    private RequestOptions request(HttpMethod method, String path, boolean json) {
        long timeout = definition.timeout().toMillis();
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(base.getHost())
                .setPort(port())
                .setURI(Optional.ofNullable(base.getRawPath()).orElse("").replaceFirst("/+$", "") + path)
                .setConnectTimeout(timeout)
                .setIdleTimeout(timeout);
        definition.headers().forEach(options::putHeader);
        return json ? options.putHeader("Content-Type", "application/json") : options;
    }

    private int port() {
        return base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
    }
}
