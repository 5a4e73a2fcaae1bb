package health.webqx.imaging.access.token;

import health.webqx.imaging.access.token.IssuersConfig.Issuer;
import health.webqx.imaging.access.token.IssuersConfig.Tokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the issuer that a request's token names, among the configured ones only, and lets {@code quarkus-oidc} verify the
 * token with that issuer's discovered keys. A token of any other issuer has no tenant and therefore no identity.
 */
@ApplicationScoped
public class IssuerTenants implements TenantConfigResolver {
    /** Keys that are not known are looked for anew, but not more often than this. */
    private static final Duration KEY_REFRESH = Duration.ofSeconds(10);

    private final Issuers issuers;
    private final Map<String, OidcTenantConfig> byIssuer = new HashMap<>();

    IssuerTenants(IssuersConfig config, Issuers issuers) {
        this.issuers = issuers;
        config.issuers().forEach((name, issuer) -> {
            if (issuer.tokens() != Tokens.OPAQUE) {
                byIssuer.put(issuer.url(), tenant(name, issuer));
            }
        });
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
        Optional<OidcTenantConfig> tenant =
                BearerToken.find(request).flatMap(issuers::of).map(Issuer::url).map(byIssuer::get);
        return Uni.createFrom().item(tenant.orElse(null));
    }

    private OidcTenantConfig tenant(String name, Issuer issuer) {
        return OidcTenantConfig.authServerUrl(issuer.internalUrl().orElse(issuer.url()))
                .tenantId("issuer-" + name)
                .applicationType(ApplicationType.SERVICE)
                .token()
                .issuer(issuer.url())
                .audience(issuers.audience(issuer))
                .allowOpaqueTokenIntrospection(false)
                .allowJwtIntrospection(false)
                .forcedJwkRefreshInterval(KEY_REFRESH)
                .issuedAtRequired(false)
                .end()
                .build();
    }
}
