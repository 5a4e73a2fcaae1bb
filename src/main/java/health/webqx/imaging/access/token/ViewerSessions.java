package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ServerSecrets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that a viewer carries: the caller's own token, sealed so that nobody else can take it out, and the study it is for. At
 * each request the caller's token is verified as if it came itself, so a session ends with it, and is the same caller; of its
 * scopes what {@link ViewerScopes} leaves. Decision record 015.
 */
@ApplicationScoped
public class ViewerSessions {
    private static final String PREFIX = "viewer~";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final ServerSecrets secrets;
    private final SecureRandom random = new SecureRandom();

    ViewerSessions(ServerSecrets secrets) {
        this.secrets = secrets;
    }

    /** A token for a viewer, and when it ends. */
    public record Session(String token, Instant until) {}

    /** What a token stands for: the caller's own, and what of it counts. */
    record Opened(String token, ViewerScopes scopes) {}

    /**
     * Opens a session for the caller of a request that was decided upon.
     *
     * @param study the ImagingStudy it is for
     * @param patient whose it is, if that is known
     * @param atMost how long it may last
     */
    public Uni<Session> open(RoutingContext request, ResourceKey study, Optional<String> patient, Duration atMost) {
        String token = BearerToken.find(request)
                .orElseThrow(() -> Failure.of(FailureKind.UNAUTHENTICATED, "a bearer token is needed"));
        Instant until = end(token, Instant.now().plus(atMost));
        ObjectNode content = ResourceJson.object();
        content.put("token", token).put("study", study.id()).put("until", until.getEpochSecond());
        patient.ifPresent(id -> content.put("patient", id));
        return secrets.get("viewer-session")
                .map(key ->
                        new Session(PREFIX + seal(ResourceJson.write(content).getBytes(), key), until));
    }

    static boolean isOne(String token) {
        return token.startsWith(PREFIX);
    }

    /** What a token of ours stands for; {@code UNAUTHENTICATED} for one that is not, or has ended. */
    Uni<Opened> read(String token) {
        return secrets.get("viewer-session").map(key -> {
            ObjectNode content = ResourceJson.read(Buffer.buffer(unseal(token.substring(PREFIX.length()), key)));
            if (!Instant.now()
                    .isBefore(Instant.ofEpochSecond(content.path("until").asLong()))) {
                throw notValid();
            }
            return new Opened(
                    content.path("token").asText(),
                    new ViewerScopes(
                            content.path("study").asText(),
                            Optional.ofNullable(content.get("patient")).map(id -> id.asText())));
        });
    }

    private static Instant end(String token, Instant latest) {
        Instant own = TokenHead.of(token)
                .filter(head -> head.claims().has("exp"))
                .map(head ->
                        Instant.ofEpochSecond(Math.min(head.claims().path("exp").asLong(), latest.getEpochSecond())))
                .orElse(latest);
        return own.isBefore(latest) ? own : Instant.ofEpochSecond(latest.getEpochSecond());
    }

    private String seal(byte[] content, byte[] key) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(content);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Buffer.buffer(nonce).appendBytes(sealed).getBytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static byte[] unseal(String text, byte[] key) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length <= NONCE) {
                throw notValid();
            }
            Buffer sealed = Buffer.buffer(all);
            return cipher(Cipher.DECRYPT_MODE, key, sealed.getBytes(0, NONCE))
                    .doFinal(sealed.getBytes(NONCE, all.length));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw notValid();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static Failure notValid() {
        return Failure.of(FailureKind.UNAUTHENTICATED, "the token is not valid");
    }
}
