package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.ServerSecrets;
import health.webqx.imaging.store.Subscriptions;
import health.webqx.imaging.store.Subscriptions.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that bind a websocket to subscriptions: signed, good for some minutes on every node, and for these subscriptions only
 * as long as they are their owner's who got the token.
 */
@ApplicationScoped
public class BindingTokens {
    /** How long a token can be used to bind. */
    public static final Duration VALID = Duration.ofMinutes(5);

    private static final String SECRET = "subscription-binding";
    private static final int LONGEST = 16 * 1024;

    private final ServerSecrets secrets;
    private final Subscriptions subscriptions;

    BindingTokens(ServerSecrets secrets, Subscriptions subscriptions) {
        this.secrets = secrets;
        this.subscriptions = subscriptions;
    }

    /** A token for subscriptions, all of one owner. */
    public Uni<String> issue(List<Standing> bound, Instant expires) {
        ObjectNode content = ResourceJson.object();
        content.put("expires", expires.toEpochMilli());
        content.put("owner", owner(bound.get(0)));
        ArrayNode sids = content.putArray("subscriptions");
        bound.forEach(subscription -> sids.add(subscription.sid()));
        byte[] text = ResourceJson.write(content).getBytes();
        return secrets.get(SECRET).map(secret -> encoded(text) + "." + encoded(signature(secret, text)));
    }

    /** The subscriptions that a token is for; fails {@code INVALID} for one that was not issued here, or is too old. */
    Uni<List<Standing>> redeem(String token) {
        return secrets.get(SECRET).map(secret -> verified(secret, token)).flatMap(content -> {
            List<Long> sids = new ArrayList<>();
            content.path("subscriptions").forEach(sid -> sids.add(sid.asLong()));
            return subscriptions.list(sids).map(found -> found.stream()
                    .filter(subscription ->
                            owner(subscription).equals(content.path("owner").asText()))
                    .toList());
        });
    }

    private static ObjectNode verified(byte[] secret, String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            throw invalid();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(signature(secret, text), given)) {
                throw invalid();
            }
            ObjectNode content = ResourceJson.readStored(Buffer.buffer(text));
            if (Instant.now().toEpochMilli() > content.path("expires").asLong()) {
                throw invalid();
            }
            return content;
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static Failure invalid() {
        return Failure.of(FailureKind.INVALID, "the binding token is not valid");
    }

    private static String owner(Standing subscription) {
        try {
            byte[] identity = subscription.owner().getBytes(StandardCharsets.UTF_8);
            return encoded(MessageDigest.getInstance("SHA-256").digest(identity));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] signature(byte[] secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
