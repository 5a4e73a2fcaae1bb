package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a JWT says before it is verified: enough to choose whose keys verify it, and to refuse what no issuer of ours would
 * write (RFC 8725 3).
 *
 * @param header as the token has it
 * @param claims likewise; not to be trusted
 */
record TokenHead(ObjectNode header, ObjectNode claims) {
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** By these a token would bring its own keys, or demand what is not understood. */
    private static final List<String> REFUSED = List.of("jwk", "jku", "x5u", "x5c", "crit", "zip", "enc");

    /** Neither a path nor a URL. */
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._~+=:@-]{1,256}");

    /** The head of a text, if it is a signed JWT. */
    static Optional<TokenHead> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TokenHead(json(parts[0]), json(parts[1])));
        } catch (Failure | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode json(String part) {
        return ResourceJson.read(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
    }

    String issuer() {
        return claims.path("iss").asText();
    }

    /** Whether it may be verified at all. */
    boolean isSound() {
        boolean known = ALGORITHMS.contains(header.path("alg").asText());
        boolean plain = REFUSED.stream().noneMatch(header::has);
        return known
                && plain
                && (!header.has("kid")
                        || KEY_ID.matcher(header.path("kid").asText()).matches());
    }
}
