package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Credentials;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsDefinition;
import health.webqx.imaging.pacs.upstream.Question.Wanted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * An archive's HTTP address. Calls go out with the archive's own credentials and nothing else but what the connector hands
 * in; redirects are not followed. No call blocks; each fails with {@code Failure}: {@code NOT_FOUND} for 404,
 * {@code UNAVAILABLE} where nobody answers or the archive is left alone, {@code GATEWAY_TIMEOUT} for silence,
 * {@code BAD_GATEWAY} for anything else that is no success. What the archive wrote about it is not passed on.
 */
public final class Upstream implements AutoCloseable {
    private static final String ANYTHING = "*/*";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int LONGEST_TOKEN = 64 * 1024;
    private static final Duration BEFORE_AGAIN = Duration.ofMillis(50);

    private final PacsDefinition definition;
    private final Traffic traffic;
    /** As many calls under way leave half of the connections for answers that stream to others. */
    private final int atEase;

    private final Connections calls;
    private final Connections streams;
    private final Authorization authorization;

    /** Opens no connection yet. */
    public Upstream(PacsDefinition definition, Vertx vertx) {
        this.definition = definition;
        this.traffic = new Traffic(definition.limits());
        int forCalls = Math.max(1, definition.maxConnections() / 4);
        int forStreams = definition.maxConnections() - forCalls;
        this.atEase = forStreams / 2;
        this.calls = new Connections(definition, forCalls, definition.limits().callTimeout(), vertx);
        this.streams =
                new Connections(definition, forStreams, definition.limits().streamTimeout(), vertx);
        this.authorization = authorization();
    }

    private Authorization authorization() {
        Credentials credentials = definition.credentials();
        if (credentials instanceof Credentials.ClientSecret client) {
            return TokenAuthorization.of(client, form -> token(client.tokenUrl(), form));
        } else if (credentials instanceof Credentials.Login login) {
            return TokenAuthorization.of(login, form -> token(address("/login"), form));
        }
        return Authorization.fixed(definition.headers());
    }

    /** Sent bare: what it answers is what other calls are sent with. */
    private Uni<Buffer> token(URI address, String form) {
        Question question = new Question(HttpMethod.POST, address, JSON, Wanted.TEXT, FORM, Buffer.buffer(form));
        return collected(calls.ask(question, Map.of(), traffic.begin()), LONGEST_TOKEN);
    }

    /**
     * A short answer as a whole. Asked again when the connection died or the archive said that it cannot just now.
     *
     * @param path from the archive's address on, with its query, encoded
     * @param longest most bytes; a longer answer is {@code BAD_GATEWAY}
     */
    public Uni<Buffer> get(String path, int longest) {
        return get(path, ANYTHING, longest);
    }

    /** A short answer as a whole, in a media type. */
    public Uni<Buffer> get(String path, String accept, int longest) {
        return whole(new Question(HttpMethod.GET, address(path), accept, Wanted.TEXT, "", Buffer.buffer()), longest);
    }

    /** As {@link #get(String, int)}, for bytes that the archive is not to compress. */
    public Uni<Buffer> bytes(String path, int longest) {
        return whole(
                new Question(HttpMethod.GET, address(path), ANYTHING, Wanted.PIXELS, "", Buffer.buffer()), longest);
    }

    /** The short answer to a JSON question, which changes nothing and is asked again like any other. */
    public Uni<Buffer> post(String path, Buffer json, int longest) {
        return whole(new Question(HttpMethod.POST, address(path), ANYTHING, Wanted.TEXT, JSON, json), longest);
    }

    /**
     * An answer as it comes, uncompressed and with back-pressure; cancelling it frees its connection. One that ends early fails, and so does
     * one of which that could not be told. Its pieces are to be let go of ({@code Passing}).
     */
    public Multi<Buffer> pass(String path) {
        return open(path, ANYTHING, Wanted.PASSING).onItem().transformToMulti(Incoming::whole);
    }

    /** An answer that has begun, in a media type; its content must be asked for or it is dropped after a while. */
    public Uni<Incoming> open(String path, String accept) {
        return open(path, accept, Wanted.PIXELS);
    }

    /** As {@link #open}, for a reader who sends it on: its pieces are to be let go of ({@code Passing}). */
    public Uni<Incoming> openPassing(String path, String accept) {
        return open(path, accept, Wanted.PASSING);
    }

    /**
     * As {@link #openPassing}, for an answer so long that it is worth a processor of its own, if there is one.
     */
    public Uni<Incoming> openStudy(String path, String accept) {
        return open(path, accept, Wanted.STUDY);
    }

    private Uni<Incoming> open(String path, String accept, Wanted wanted) {
        Question question = new Question(HttpMethod.GET, address(path), accept, wanted, "", Buffer.buffer());
        return again(
                        sent(headers -> streams.ask(question, headers, traffic.begin())),
                        definition.limits().retries())
                .onFailure()
                .transform(UpstreamFailures::translate)
                .map(incoming -> incoming.with(incoming.content().onFailure().transform(UpstreamFailures::translate)));
    }

    /** Whether a call that is not needed yet would take nobody's connection. */
    public boolean isAtEase() {
        return traffic.underWay() < atEase;
    }

    /** How it goes with this archive. */
    public PacsCondition condition() {
        return traffic.condition();
    }

    /**
     * Sends a file, no faster than it is taken, and gives the short answer. Sent again when the connection died before anything
     * came back: for what does no harm when it is done twice. A status by which the archive refuses the content is
     * {@code UNPROCESSABLE}.
     */
    public Uni<Buffer> upload(String path, String mediaType, Path file, long size, int longest) {
        Question question =
                new Question(HttpMethod.POST, address(path), ANYTHING, Wanted.TEXT, mediaType, Buffer.buffer());
        return uploaded(question, new FileUpload(Buffer.buffer(), file, size, Buffer.buffer()), longest);
    }

    /** As {@link #upload}, with the file as the one part of a {@code multipart/related} body (PS3.18 8.6.1.2). */
    public Uni<Buffer> uploadPart(String path, String mediaType, Path file, long size, String accept, int longest) {
        String boundary = "webqx." + UUID.randomUUID();
        String type = "multipart/related; type=\"" + mediaType + "\"; boundary=\"" + boundary + "\"";
        Question question = new Question(HttpMethod.POST, address(path), accept, Wanted.TEXT, type, Buffer.buffer());
        Buffer before = Buffer.buffer("--" + boundary + "\r\nContent-Type: " + mediaType + "\r\n\r\n");
        Buffer after = Buffer.buffer("\r\n--" + boundary + "--\r\n");
        return uploaded(question, new FileUpload(before, file, size, after), longest);
    }

    private Uni<Buffer> uploaded(Question question, FileUpload body, int longest) {
        return whole(sent(headers -> streams.send(question, body, headers, traffic.begin())), longest)
                .onFailure(UpstreamFailures::isRefusal)
                .transform(refusal ->
                        Failure.causedBy(FailureKind.UNPROCESSABLE, "the archive does not take this instance", refusal))
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    /** Calls under way fail. */
    @Override
    public void close() {
        calls.close();
        streams.close();
    }

    private Uni<Buffer> whole(Question question, int longest) {
        return whole(sent(headers -> calls.ask(question, headers, traffic.begin())), longest)
                .onFailure()
                .transform(UpstreamFailures::translate);
    }

    private Uni<Buffer> whole(Uni<Incoming> incoming, int longest) {
        return again(collected(incoming, longest), definition.limits().retries());
    }

    private static Uni<Buffer> collected(Uni<Incoming> incoming, int longest) {
        return incoming.onItem()
                .transformToMulti(Incoming::content)
                .collect()
                .in(Buffer::buffer, (sum, piece) -> append(sum, piece, longest));
    }

    private static void append(Buffer sum, Buffer piece, int longest) {
        if (sum.length() + (long) piece.length() > longest) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive's answer is too long");
        }
        sum.appendBuffer(piece);
    }

    /** Sent, and once more with new credentials where the archive does not take those it had. */
    private Uni<Incoming> sent(Function<Map<String, String>, Uni<? extends Incoming>> sending) {
        Uni<Incoming> attempt = authorization.headers().flatMap(sending);
        return attempt.onFailure(failure ->
                        failure instanceof StatusException refused && refused.status() == 401 && authorization.renew())
                .recoverWithUni(attempt);
    }

    private <T> Uni<T> again(Uni<T> call, int times) {
        return times == 0
                ? call
                : call.onFailure(UpstreamFailures::isPassing).recoverWithUni(() -> {
                    traffic.again();
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(BEFORE_AGAIN)
                            .chain(() -> again(call, times - 1));
                });
    }

    private URI address(String path) {
        return URI.create(definition.url().replaceFirst("/+$", "") + path);
    }
}
