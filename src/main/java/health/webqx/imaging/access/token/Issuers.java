package health.webqx.imaging.access.token;

import health.webqx.imaging.access.token.IssuersConfig.Issuer;
import health.webqx.imaging.access.token.IssuersConfig.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The configured issuers: whose a token is, and what its audience may be. A token is shown to no other issuer than its own. */
@ApplicationScoped
class Issuers {
    private final Map<String, Issuer> byUrl = new HashMap<>();
    private final List<Issuer> opaque;
    private final List<String> ownAddresses;

    Issuers(IssuersConfig config, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        config.issuers().forEach((name, issuer) -> {
            byUrl.put(issuer.url(), issuer);
            requireWhole(name, issuer);
        });
        opaque = config.issuers().values().stream()
                .filter(issuer -> issuer.tokens() == Tokens.OPAQUE)
                .toList();
        ownAddresses = baseUrl.stream()
                .flatMap(
                        base -> List.of(base, base + "/", base + "/fhir", base + "/fhir/", base + "/dicomweb").stream())
                .toList();
        requireUnambiguous();
    }

    /** The issuer of a token: by what a JWT says, else by what the token begins with. */
    Optional<Issuer> of(String token) {
        Optional<TokenHead> head = TokenHead.of(token);
        if (head.isPresent()) {
            return Optional.ofNullable(byUrl.get(head.get().issuer()));
        }
        return opaque.stream()
                .filter(issuer -> token.startsWith(issuer.tokenPrefix().orElse("")))
                .findFirst();
    }

    /** What {@code aud} may contain. */
    List<String> audience(Issuer issuer) {
        return issuer.audience().orElse(ownAddresses);
    }

    private static void requireWhole(String name, Issuer issuer) {
        boolean asks = issuer.tokens() != Tokens.JWT;
        boolean known = issuer.introspectionUrl().isPresent()
                && issuer.clientId().isPresent()
                && issuer.clientSecret().isPresent();
        if (asks && !known) {
            throw new IllegalStateException("webqx.auth.issuers." + name
                    + " is asked about tokens: set its .introspection-url, .client-id and .client-secret");
        }
    }

    private void requireUnambiguous() {
        for (Issuer one : opaque) {
            for (Issuer other : opaque) {
                boolean alike = other.tokenPrefix()
                        .orElse("")
                        .startsWith(one.tokenPrefix().orElse(""));
                if (one != other && alike) {
                    throw new IllegalStateException(
                            "issuers of opaque tokens need a webqx.auth.issuers.<name>.token-prefix that tells them apart");
                }
            }
        }
    }
}
