package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.token.IssuersConfig.Issuer;
import health.webqx.imaging.http.AnswerHeaders;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
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
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request into a {@link Visit}. A JWT is verified by {@code quarkus-oidc}; where the issuer is to be asked about its
 * tokens, {@link Introspection} does, too or alone. Never blocks.
 */
@ApplicationScoped
public class TokenIntake {
    /** Where a request keeps that it came with a viewer's token: it stays so narrow however often it is read. */
    private static final String SESSION = "webqx.viewer-session";

    private final IdentityProviderManager identityProviders;
    private final Issuers issuers;
    private final Introspection introspection;
    private final ViewerSessions viewers;
    private final VerifiedCallers verified = new VerifiedCallers();

    TokenIntake(
            IdentityProviderManager identityProviders,
            Issuers issuers,
            Introspection introspection,
            ViewerSessions viewers) {
        this.identityProviders = identityProviders;
        this.issuers = issuers;
        this.introspection = introspection;
        this.viewers = viewers;
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
        ViewerSessions.Opened session = request.get(SESSION);
        if (session != null) {
            return known(request, session.token()).map(session.scopes()::narrow);
        }
        Optional<String> token = BearerToken.find(request);
        if (token.isEmpty()) {
            return Uni.createFrom().failure(unauthenticated("a bearer token is needed"));
        }
        return Uni.createFrom()
                .deferred(() -> ViewerSessions.isOne(token.get()) && asksForImages(request)
                        ? viewers.read(token.get()).flatMap(opened -> inSession(request, opened))
                        : known(request, token.get()));
    }

    private Uni<Caller> known(RoutingContext request, String token) {
        return verified.find(token)
                .map(caller -> Uni.createFrom().item(caller))
                .orElseGet(() -> verify(request, token));
    }

    /** The caller's own token takes the place of the session's, so that it is verified like any. */
    private Uni<Caller> inSession(RoutingContext request, ViewerSessions.Opened session) {
        request.put(SESSION, session);
        request.request().headers().set(HttpHeaders.AUTHORIZATION, BearerToken.header(session.token()));
        return known(request, session.token()).map(session.scopes()::narrow);
    }

    /** The viewer's token is good for the one door that it needs. */
    private static boolean asksForImages(RoutingContext request) {
        String path = request.normalizedPath();
        return path.equals("/wado") || path.startsWith("/dicomweb/");
    }

    private Uni<Caller> verify(RoutingContext request, String token) {
        Issuer issuer = issuers.of(token).orElseThrow(() -> unauthenticated("the token is not of a trusted issuer"));
        return switch (issuer.tokens()) {
            case JWT -> signed(request, issuer, token).invoke(caller -> verified.keep(token, caller, end(token)));
            case JWT_INTROSPECTED ->
                signed(request, issuer, token).flatMap(caller -> introspected(issuer, token, claims -> caller));
            case OPAQUE -> introspected(issuer, token, claims -> new Claims(issuer, claims, token).caller());
        };
    }

    private Uni<Caller> signed(RoutingContext request, Issuer issuer, String token) {
        if (!TokenHead.of(token).filter(TokenHead::isSound).isPresent()
                || end(token).isBefore(Instant.now())) {
            return Uni.createFrom().failure(unauthenticated("the token is not valid"));
        }
        return Uni.createFrom()
                .deferred(() -> QuarkusHttpUser.getSecurityIdentity(request, identityProviders))
                .onFailure()
                .transform(TokenIntake::refused)
                .map(identity -> {
                    requireVerified(identity);
                    return new Claims(issuer, TokenHead.of(token).orElseThrow().claims(), token).caller();
                });
    }

    /** Kept for as long as the issuer's answer may count; without an end not at all. */
    private Uni<Caller> introspected(Issuer issuer, String token, Function<ObjectNode, Caller> reader) {
        return introspection.claims(issuer, token).map(claims -> {
            Caller caller = reader.apply(claims);
            if (claims.has("exp") && !issuer.introspectionCache().isZero()) {
                verified.keep(token, caller, earlier(end(claims), Instant.now().plus(issuer.introspectionCache())));
            }
            return caller;
        });
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant end(String token) {
        return end(TokenHead.of(token).orElseThrow().claims());
    }

    /** One that is farther away than time is told ends when that does. */
    private static Instant end(ObjectNode claims) {
        long seconds = claims.path("exp").asLong();
        return Instant.ofEpochSecond(Math.max(0, Math.min(seconds, Instant.MAX.getEpochSecond())));
    }

    private static void requireVerified(@Nullable SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken)) {
            throw unauthenticated("the token is not of a trusted issuer");
        }
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
