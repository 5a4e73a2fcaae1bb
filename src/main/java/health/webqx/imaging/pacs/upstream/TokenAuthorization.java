package health.webqx.imaging.pacs.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Credentials;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Headers with a token that is asked for, kept as long as it is good, and asked for again when an archive does not take it
 * any more. However many calls need one, it is asked for once.
 */
final class TokenAuthorization implements Authorization {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration UNTOLD = Duration.ofMinutes(5);
    /** So much before its end a token is not used any more, for the call's way takes time. */
    private static final long MARGIN_SECONDS = 10;

    private final Uni<Buffer> question;
    private final Function<JsonNode, Token> reading;
    private @Nullable Uni<Token> current;
    private long gotAt;

    private record Token(String header, Duration good) {}

    private TokenAuthorization(Uni<Buffer> question, Function<JsonNode, Token> reading) {
        this.question = question;
        this.reading = reading;
    }

    /** The way a form is sent to where tokens are given out. */
    interface FormPost {
        Uni<Buffer> send(String form);
    }

    /** Client credentials grant (RFC 6749 4.4), the secret in the form. */
    static Authorization of(Credentials.ClientSecret client, FormPost post) {
        String form = "grant_type=client_credentials&client_id=" + encoded(client.clientId()) + "&client_secret="
                + encoded(client.secret())
                + client.scope().map(scope -> "&scope=" + encoded(scope)).orElse("");
        return new TokenAuthorization(Uni.createFrom().deferred(() -> post.send(form)), json -> {
            long seconds = json.path("expires_in").asLong(UNTOLD.toSeconds());
            return new Token(
                    "Bearer " + visible(json.path("access_token").asText()),
                    Duration.ofSeconds(Math.max(0, seconds - MARGIN_SECONDS)));
        });
    }

    /** Dicoogle's login, whose token goes into the header alone. */
    static Authorization of(Credentials.Login login, FormPost post) {
        String form = "username=" + encoded(login.username()) + "&password=" + encoded(login.password());
        return new TokenAuthorization(
                Uni.createFrom().deferred(() -> post.send(form)),
                json -> new Token(visible(json.path("token").asText()), UNTOLD));
    }

    @Override
    public Uni<Map<String, String>> headers() {
        return Uni.createFrom().deferred(this::token).map(token -> Map.of("Authorization", token.header()));
    }

    @Override
    public synchronized boolean renew() {
        current = null;
        return true;
    }

    private synchronized Uni<Token> token() {
        if (current == null) {
            gotAt = System.nanoTime();
            current = question.map(answer -> reading.apply(parse(answer)))
                    .onFailure()
                    .invoke(this::renew)
                    .memoize()
                    .until(() -> false);
        }
        Uni<Token> asked = current;
        return asked.flatMap(token -> isGood(token) ? Uni.createFrom().item(token) : anew(asked));
    }

    private synchronized boolean isGood(Token token) {
        return System.nanoTime() - gotAt
                < Math.max(token.good().toNanos(), Duration.ofSeconds(1).toNanos());
    }

    private synchronized Uni<Token> anew(Uni<Token> old) {
        if (current == old) {
            current = null;
        }
        return token();
    }

    private static JsonNode parse(Buffer answer) {
        try {
            return JSON.readTree(answer.getBytes());
        } catch (IOException e) {
            throw notGiven();
        }
    }

    private static String visible(String token) {
        if (!token.matches("[\\x21-\\x7E]{1,16384}")) {
            throw notGiven();
        }
        return token;
    }

    private static Failure notGiven() {
        return Failure.of(FailureKind.BAD_GATEWAY, "no token is given for the archive");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
