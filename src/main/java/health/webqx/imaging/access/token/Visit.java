package health.webqx.imaging.access.token;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * One request on its way to the gate: its circumstances, and who makes it once the token has been verified.
 *
 * @param rawQuery the query string as it came
 * @param requestId the caller's {@code X-Request-Id}, or one of ours
 * @param address network address it came from
 * @param userAgent the {@code User-Agent} header; may be empty
 * @param caller who asks; fails {@code UNAUTHENTICATED} without a trusted token, {@code MALFORMED} with two tokens and
 *     {@code UNAVAILABLE} while the issuer cannot be asked
 */
public record Visit(
        Optional<String> rawQuery, String requestId, String address, String userAgent, Uni<Caller> caller) {}
