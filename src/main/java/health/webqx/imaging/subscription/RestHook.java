package health.webqx.imaging.subscription;

import health.webqx.imaging.outcome.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends notifications to endpoints. The name of an endpoint is looked up, every address it has is judged, and the connection is
 * made to an address that was judged; redirects are not followed; of the answer only the status counts. The certificate must be
 * good for the endpoint's name.
 */
@ApplicationScoped
class RestHook {
    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Endpoints endpoints;
    private final HttpClient client;

    @Inject
    RestHook(Endpoints endpoints, Vertx vertx) {
        this(endpoints, vertx, new HttpClientOptions());
    }

    /** @param trust which certificates are trusted, for tests */
    RestHook(Endpoints endpoints, Vertx vertx, HttpClientOptions trust) {
        this.endpoints = endpoints;
        this.client = vertx.createHttpClient(
                trust.setKeepAlive(false).setVerifyHost(true).setMaxRedirects(0),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** How an attempt ended. */
    enum Outcome {
        /** The endpoint took it. */
        TAKEN,
        /** The endpoint did not take it. */
        NOT_TAKEN,
        /** The endpoint may have taken it, and did not say so. */
        UNKNOWN
    }

    /**
     * What became of an attempt.
     *
     * @param words for the subscription's owner
     */
    record Attempt(Outcome outcome, String words) {}

    /** Sends a notification. Never fails. */
    Uni<Attempt> send(String endpoint, List<String> headers, Duration timeout, Buffer notification) {
        return Uni.createFrom()
                .item(() -> endpoints.requireAllowed(endpoint))
                .flatMap(uri -> address(uri)
                        .flatMap(address -> address.isEmpty()
                                ? Uni.createFrom()
                                        .item(new Attempt(Outcome.NOT_TAKEN, "the endpoint's address is not allowed"))
                                : send(uri, address.get(), headers, timeout, notification)))
                .onFailure(Failure.class)
                .recoverWithItem(failure -> new Attempt(Outcome.NOT_TAKEN, "the endpoint is not allowed any more"))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(new Attempt(Outcome.UNKNOWN, "the endpoint did not answer in time"));
    }

    /** An address that may be connected to; absent where one of the name's is not allowed. */
    private Uni<Optional<InetAddress>> address(URI endpoint) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        List<InetAddress> all = List.of(InetAddress.getAllByName(Endpoints.host(endpoint)));
                        return all.stream().allMatch(address -> endpoints.isAllowed(endpoint, address))
                                ? all.stream().findFirst()
                                : Optional.<InetAddress>empty();
                    } catch (UnknownHostException e) {
                        return Optional.<InetAddress>empty();
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Attempt> send(
            URI endpoint, InetAddress address, List<String> headers, Duration timeout, Buffer notification) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(Endpoints.port(endpoint), address.getHostAddress()))
                .setHost(Endpoints.host(endpoint))
                .setPort(Endpoints.port(endpoint))
                .setSsl(endpoint.getScheme().equalsIgnoreCase("https"))
                .setURI(target(endpoint))
                .setFollowRedirects(false)
                .setConnectTimeout(timeout.toMillis())
                .setIdleTimeout(timeout.toMillis());
        headers.forEach(header -> {
            int colon = header.indexOf(':');
            options.putHeader(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        });
        options.putHeader("Host", endpoint.getRawAuthority());
        options.putHeader("Content-Type", "application/fhir+json");
        return connected(options)
                .flatMap(request -> answered(request, notification))
                .onFailure()
                .recoverWithItem(unreached -> new Attempt(Outcome.NOT_TAKEN, "the endpoint could not be reached"));
    }

    /** A connection that comes when nobody waits for it any more is closed. */
    private Uni<HttpClientRequest> connected(RequestOptions options) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean done = new AtomicBoolean();
            emitter.onTermination(() -> done.set(true));
            client.request(options).onFailure(emitter::fail).onSuccess(request -> {
                if (done.get()) {
                    request.exceptionHandler(reset -> {});
                    request.reset();
                } else {
                    emitter.complete(request);
                }
            });
        });
    }

    private static Uni<Attempt> answered(HttpClientRequest request, Buffer notification) {
        return Uni.createFrom()
                .completionStage(() -> request.send(notification).toCompletionStage())
                .map(RestHook::attempt)
                .onFailure()
                .recoverWithItem(broken -> new Attempt(
                        Outcome.UNKNOWN,
                        broken instanceof TimeoutException
                                ? "the endpoint did not answer in time"
                                : "the connection to the endpoint broke"))
                .onCancellation()
                .invoke(request::reset);
    }

    private static Attempt attempt(HttpClientResponse response) {
        discard(response);
        return response.statusCode() / 100 == 2
                ? new Attempt(Outcome.TAKEN, "")
                : new Attempt(Outcome.NOT_TAKEN, "the endpoint answered " + response.statusCode());
    }

    private static void discard(HttpClientResponse response) {
        long[] length = new long[1];
        response.exceptionHandler(broken -> {});
        response.handler(piece -> {
            length[0] += piece.length();
            if (length[0] > LONGEST_ANSWER) {
                response.request().reset();
            }
        });
    }

    private static String target(URI endpoint) {
        String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
        return endpoint.getRawQuery() == null ? path : path + "?" + endpoint.getRawQuery();
    }
}
