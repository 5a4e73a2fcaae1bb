package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.pacs.PacsDefinition;
import health.webqx.imaging.pacs.PacsTls;
import health.webqx.imaging.passing.PassingMemory;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import io.vertx.mutiny.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A bounded pool of connections to an archive, and a bounded queue of those who wait for one. */
final class Connections implements AutoCloseable {
    /** Below the second after which Orthanc closes an idle connection, so that none is used as it dies. */
    private static final int KEEP_ALIVE_SECONDS = 1;

    private static final Logger LOG = Logger.getLogger(Connections.class);

    /** Of an answer's body, at most: what is done for each piece costs the same for a large one. */
    private static final int PIECE = PassingMemory.PIECE;

    /** Read at a time: each is sent on before the next is read. */
    private static final int PIECES = 1;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;
    private final Duration longest;

    /**
     * Opens none yet.
     *
     * @param connections most at once
     * @param longest time for a body as a whole
     */
    Connections(PacsDefinition definition, int connections, Duration longest, Vertx vertx) {
        this.vertx = vertx;
        this.timeout = definition.timeout();
        this.longest = longest;
        this.client = new io.vertx.mutiny.core.Vertx(vertx)
                .httpClientBuilder()
                .with(options(definition))
                .with(new PoolOptions()
                        .setHttp1MaxSize(connections)
                        .setMaxWaitQueueSize(definition.limits().maxWaiting()))
                .withConnectHandler(Connections::readLargePieces)
                .build();
    }

    private static HttpClientOptions options(PacsDefinition definition) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) Math.min(
                        Integer.MAX_VALUE, definition.limits().connectTimeout().toMillis()))
                .setMaxChunkSize(PIECE)
                .setDecompressionSupported(true)
                .setVerifyHost(true);
        PacsTls tls = definition.tls();
        tls.trust().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file)));
        tls.certificate()
                .ifPresent(file -> options.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(file)
                        .addKeyPath(tls.key().orElseThrow())));
        return options;
    }

    /** As large as what comes: of Vert.x only the socket's own buffer could be told, which then no longer grows with the way. */
    private static void readLargePieces(HttpConnection connection) {
        if (connection.getDelegate() instanceof ConnectionBase base) {
            base.channel()
                    .config()
                    .setRecvByteBufAllocator(
                            new AdaptiveRecvByteBufAllocator(2048, 16 * 1024, PIECE).maxMessagesPerRead(PIECES));
        }
    }

    /** The archive's success as it begins; other answers are {@code StatusException}. */
    Uni<Incoming> ask(Question question, Map<String, String> headers, Traffic.Call call) {
        return answered(
                connected(question.options(headers), question.isLong() && call.isAlone()),
                request -> send(request, question.body()),
                timeout,
                question.isPassing(),
                call);
    }

    /** As {@link #ask}, with a file for a body, which may take long as long as it goes on. */
    Uni<Incoming> send(Question question, FileUpload file, Map<String, String> headers, Traffic.Call call) {
        RequestOptions options = question.options(headers)
                .putHeader("Content-Length", Long.toString(file.length()))
                .setIdleTimeout(timeout.toMillis());
        return answered(connected(options, false), request -> file.send(request, vertx), longest, false, call);
    }

    private Uni<Incoming> answered(
            Uni<HttpClientRequest> connected,
            Function<HttpClientRequest, Uni<HttpClientResponse>> sending,
            Duration patience,
            boolean passing,
            Traffic.Call call) {
        return connected
                .flatMap(request -> {
                    Runnable readAsUsual = reading(request, passing);
                    return sending.apply(request)
                            .map(Connections::quiet)
                            .onCancellation()
                            .invoke(() -> request.reset())
                            .ifNoItem()
                            .after(patience)
                            .failWith(() -> new TimeoutException("no answer"))
                            .map(response -> incoming(request, response, readAsUsual, call))
                            .onFailure()
                            .invoke(readAsUsual)
                            .onCancellation()
                            .invoke(readAsUsual);
                })
                .onFailure()
                .invoke(call::failed)
                .onCancellation()
                .invoke(call::left);
    }

    private static Runnable reading(HttpClientRequest request, boolean passing) {
        HttpConnection connection = request.connection();
        return passing
                ? InPassing.begin(connection.getDelegate(), request.version())
                : InPassing.none(connection.getDelegate());
    }

    private static Uni<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return body.length() == 0 ? request.send() : request.send(io.vertx.mutiny.core.buffer.Buffer.newInstance(body));
    }

    /** Waits to be asked; a reset that no reader hears of is no error. */
    private static HttpClientResponse quiet(HttpClientResponse response) {
        return response.pause().exceptionHandler(reset -> {});
    }

    @Override
    public void close() {
        client.closeAndForget();
    }

    private Incoming incoming(
            HttpClientRequest request, HttpClientResponse response, Runnable readAsUsual, Traffic.Call call) {
        if (response.statusCode() / 100 != 2) {
            request.reset();
            throw new StatusException(response.statusCode());
        }
        String length = response.getHeader("Content-Length");
        boolean told = length != null && length.matches("\\d{1,18}");
        boolean bounded = told
                || response.statusCode() == 204
                || response.getHeader("Transfer-Encoding") != null
                || response.version() == HttpVersion.HTTP_2;
        String type = response.getHeader("Content-Type");
        return new Incoming(
                type == null ? "" : type,
                told ? OptionalLong.of(Long.parseLong(length)) : OptionalLong.empty(),
                bounded,
                content(request, response, readAsUsual, call));
    }

    private Multi<Buffer> content(
            HttpClientRequest request, HttpClientResponse response, Runnable readAsUsual, Traffic.Call call) {
        AtomicBoolean wanted = new AtomicBoolean();
        Multi<Buffer> body = MultiHelper.toMulti(new TakenOrLetGo(response.getDelegate()))
                .onSubscription()
                .invoke(() -> wanted.set(true))
                .onTermination()
                .invoke(readAsUsual);
        Runnable cut = () -> {
            if (!wanted.get()) {
                call.left();
            }
            vertx.runOnContext(later -> request.reset());
        };
        return Pace.watch(body, timeout, longest, vertx, cut)
                .onItem()
                .invoke(call::came)
                .onFailure()
                .invoke(call::failed)
                .onCompletion()
                .invoke(call::answered)
                .onCancellation()
                .invoke(() -> {
                    call.left();
                    afterwards(request, response);
                });
    }

    /** After the cancellation itself, which takes the handler away that would hear of the reset. */
    private void afterwards(HttpClientRequest request, HttpClientResponse response) {
        vertx.runOnContext(later -> {
            try {
                response.exceptionHandler(reset -> {});
                request.reset();
            } catch (IllegalStateException ended) {
                LOG.debug("the answer ended as its reader left");
            }
        });
    }

    /** A connection that comes free after the caller has left goes back; left alone it would be held until it times out. */
    private Uni<HttpClientRequest> connected(RequestOptions options, boolean elsewhere) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean done = new AtomicBoolean();
            emitter.onTermination(() -> done.set(true));
            Runnable connect = () -> client.request(options.setConnectTimeout(timeout.toMillis()))
                    .subscribe()
                    .with(
                            request -> {
                                // what goes wrong is told by the response; a reset after it was sent has nobody else
                                request.exceptionHandler(told -> {});
                                if (done.get()) {
                                    request.reset();
                                } else {
                                    emitter.complete(request);
                                }
                            },
                            emitter::fail);
            if (elsewhere) {
                OtherLoop.run(vertx, connect);
            } else {
                connect.run();
            }
        });
    }
}
