package health.webqx.imaging.access.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the issuer that a request's token names, among the configured ones only, and lets {@code quarkus-oidc} verify the
 * token with that issuer's discovered keys. A token of any other issuer has no tenant and therefore no identity.
 */
@ApplicationScoped
public class IssuerTenants implements TenantConfigResolver {
    private final Map<String, OidcTenantConfig> byIssuer = new HashMap<>();

    IssuerTenants(IssuersConfig config, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        List<String> ownAddresses = baseUrl.stream()
                .flatMap(
                        base -> List.of(base, base + "/", base + "/fhir", base + "/fhir/", base + "/dicomweb").stream())
                .toList();
        config.issuers().forEach((name, issuer) -> byIssuer.put(issuer.url(), tenant(name, issuer, ownAddresses)));
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
        Optional<OidcTenantConfig> tenant = BearerToken.find(request)
                .flatMap(IssuerTenants::unverifiedIssuer)
                .map(byIssuer::get);
        return Uni.createFrom().item(tenant.orElse(null));
    }

    private static OidcTenantConfig tenant(String name, IssuersConfig.Issuer issuer, List<String> ownAddresses) {
        return OidcTenantConfig.authServerUrl(issuer.internalUrl().orElse(issuer.url()))
                .tenantId("issuer-" + name)
                .applicationType(ApplicationType.SERVICE)
                .token()
                .issuer(issuer.url())
                .audience(issuer.audience().orElse(ownAddresses))
                .allowOpaqueTokenIntrospection(false)
                .allowJwtIntrospection(false)
                .end()
                .build();
    }

    /** The {@code iss} a token claims, only to choose who verifies it. */
    private static Optional<String> unverifiedIssuer(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Buffer payload = Buffer.buffer(Base64.getUrlDecoder().decode(parts[1]));
            ObjectNode claims = ResourceJson.read(payload);
            return Optional.of(claims.path("iss").asText());
        } catch (Failure | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
