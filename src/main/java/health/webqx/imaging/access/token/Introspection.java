package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.token.IssuersConfig.Issuer;
import health.webqx.imaging.access.token.IssuersConfig.Tokens;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Asks an issuer about a token (RFC 7662). An issuer that does not answer, or not as it should, closes the door: the request
 * is refused with {@code UNAVAILABLE}. Never blocks.
 */
@ApplicationScoped
class Introspection {
    private static final Logger LOG = Logger.getLogger(Introspection.class);
    private static final int LONGEST = 256 * 1024;

    private final Issuers issuers;
    private final WebClient client;

    Introspection(Issuers issuers, Vertx vertx) {
        this.issuers = issuers;
        this.client = WebClient.create(
                new io.vertx.mutiny.core.Vertx(vertx), new WebClientOptions().setFollowRedirects(false));
    }

    /** What the issuer says of the token; {@code UNAUTHENTICATED} where it is not good, or not for this server. */
    Uni<ObjectNode> claims(Issuer issuer, String token) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap();
        form.add("token", token).add("token_type_hint", "access_token");
        return client.postAbs(issuer.introspectionUrl().orElseThrow())
                .timeout(issuer.introspectionTimeout().toMillis())
                .putHeader("Accept", "application/json")
                .basicAuthentication(
                        encoded(issuer.clientId().orElse("")),
                        encoded(issuer.clientSecret().orElse("")))
                .sendForm(form)
                .ifNoItem()
                .after(issuer.introspectionTimeout())
                .fail()
                .map(Introspection::read)
                .onFailure()
                .transform(failure -> closed(issuer, failure))
                .invoke(claims -> requireGood(issuer, claims));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** RFC 6749 2.3.1. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ObjectNode read(HttpResponse<Buffer> answer) {
        if (answer.statusCode() != 200 || answer.body() == null || answer.body().length() > LONGEST) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
        ObjectNode claims = ResourceJson.read(answer.body().getDelegate());
        if (!claims.path("active").isBoolean()) {
            throw new IllegalStateException("it does not say whether the token is active");
        }
        return claims;
    }

    private static Throwable closed(Issuer issuer, Throwable failure) {
        LOG.warnf(
                "%s cannot be asked about a token: %s",
                issuer.url(), failure.getClass().getSimpleName());
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the token cannot be verified now", failure);
    }

    private void requireGood(Issuer issuer, ObjectNode claims) {
        Instant now = Instant.now();
        boolean active = claims.path("active").asBoolean(false);
        boolean ofIssuer = !claims.has("iss") || claims.path("iss").asText().equals(issuer.url());
        boolean ended = claims.has("exp") && claims.path("exp").asLong(0) <= now.getEpochSecond();
        boolean early = claims.has("nbf") && claims.path("nbf").asLong(Long.MAX_VALUE) > now.getEpochSecond();
        if (!active || !ofIssuer || ended || early || !isForUs(issuer, claims.path("aud"))) {
            throw Failure.of(FailureKind.UNAUTHENTICATED, "the token is not valid");
        }
    }

    private boolean isForUs(Issuer issuer, JsonNode audience) {
        if (audience.isMissingNode() || audience.isNull()) {
            return !issuer.audienceRequired() || issuer.tokens() == Tokens.JWT_INTROSPECTED;
        }
        if (audience.isArray()) {
            for (JsonNode each : audience) {
                if (issuers.audience(issuer).contains(each.asText())) {
                    return true;
                }
            }
            return false;
        }
        return issuers.audience(issuer).contains(audience.asText());
    }
}
