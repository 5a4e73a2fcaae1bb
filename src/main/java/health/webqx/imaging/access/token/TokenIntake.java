package health.webqx.imaging.access.token;

import health.webqx.imaging.access.scope.ScopeParser;
import health.webqx.imaging.http.AnswerHeaders;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads a request into a {@link Visit}; the token itself is verified by {@code quarkus-oidc}. Never blocks. */
@ApplicationScoped
public class TokenIntake {
    private static final int OPAQUE_TAIL = 32;

    private final IdentityProviderManager identityProviders;
    private final VerifiedCallers verified = new VerifiedCallers();

    TokenIntake(IdentityProviderManager identityProviders) {
        this.identityProviders = identityProviders;
    }

    /** The visit that a request is. */
    public Visit visit(RoutingContext request) {
        return new Visit(
                Optional.ofNullable(request.request().query()),
                AnswerHeaders.requestId(request),
                address(request),
                Optional.ofNullable(request.request().getHeader(HttpHeaders.USER_AGENT))
                        .orElse(""),
                caller(request));
    }

    private Uni<Caller> caller(RoutingContext request) {
        if (BearerToken.isRepeated(request)) {
            return Uni.createFrom()
                    .failure(Failure.at(FailureKind.MALFORMED, "Authorization", "more than one Authorization header"));
        }
        Optional<String> token = BearerToken.find(request);
        if (token.isEmpty()) {
            return Uni.createFrom().failure(unauthenticated("a bearer token is needed"));
        }
        return Uni.createFrom().deferred(() -> verified.find(token.get())
                .map(caller -> Uni.createFrom().item(caller))
                .orElseGet(() -> verify(request, token.get())));
    }

    private Uni<Caller> verify(RoutingContext request, String raw) {
        return Uni.createFrom()
                .deferred(() -> QuarkusHttpUser.getSecurityIdentity(request, identityProviders))
                .onFailure()
                .transform(TokenIntake::refused)
                .map(identity -> {
                    JsonWebToken token = token(identity);
                    Caller caller = caller(token);
                    verified.keep(raw, caller, Instant.ofEpochSecond(token.getExpirationTime()));
                    return caller;
                });
    }

    private static JsonWebToken token(@Nullable SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw unauthenticated("the token is not of a trusted issuer");
        }
        return token;
    }

    private static Caller caller(JsonWebToken token) {
        String scopes = text(token, "scope").or(() -> text(token, "scp")).orElse("");
        if (scopes.isEmpty() || token.getClaim("nonce") != null) {
            throw unauthenticated("the token is not an access token");
        }
        return new Caller(
                token.getIssuer(),
                Optional.ofNullable(token.getSubject()).orElse(""),
                text(token, "client_id").or(() -> text(token, "azp")).orElse(""),
                ScopeParser.parse(scopes),
                text(token, "patient").filter(ResourceKey::isId),
                text(token, "fhirUser").flatMap(TokenIntake::user),
                tokenId(token));
    }

    /** A claim's text; a list's texts joined by spaces. */
    private static Optional<String> text(JsonWebToken token, String name) {
        Object claim = token.getClaim(name);
        if (claim instanceof Collection<?> several) {
            return Optional.of(several.stream().map(TokenIntake::plain).collect(Collectors.joining(" ")));
        }
        return Optional.ofNullable(claim).map(TokenIntake::plain).filter(text -> !text.isEmpty());
    }

    private static String plain(Object claim) {
        return claim instanceof jakarta.json.JsonString string ? string.getString() : String.valueOf(claim);
    }

    /** {@code fhirUser} is relative or absolute; its last two parts say who it is. */
    private static Optional<ResourceKey> user(String fhirUser) {
        String[] parts = fhirUser.split("/", -1);
        if (parts.length < 2 || !R4.isResourceType(parts[parts.length - 2])) {
            return Optional.empty();
        }
        return ResourceKey.ofReference(parts[parts.length - 2] + "/" + parts[parts.length - 1]);
    }

    private static String tokenId(JsonWebToken token) {
        return Optional.ofNullable(token.getTokenID()).orElseGet(() -> {
            String raw = token.getRawToken();
            return raw.substring(Math.max(0, raw.length() - OPAQUE_TAIL));
        });
    }

    private static Throwable refused(Throwable thrown) {
        if (thrown instanceof AuthenticationFailedException || thrown instanceof SecurityException) {
            return Failure.causedBy(FailureKind.UNAUTHENTICATED, "the token is not valid", thrown);
        }
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the token cannot be verified now", thrown);
    }

    private static Failure unauthenticated(String why) {
        return Failure.of(FailureKind.UNAUTHENTICATED, why);
    }

    private static String address(RoutingContext request) {
        SocketAddress remote = request.request().remoteAddress();
        return remote == null ? "unknown" : String.valueOf(remote.hostAddress());
    }
}
