package health.webqx.imaging.fhir;

import health.webqx.imaging.access.policy.AccessConfig;
import health.webqx.imaging.access.token.IssuerDiscovery;
import health.webqx.imaging.access.token.IssuersConfig;
import health.webqx.imaging.access.token.IssuersConfig.AssociatedEndpoint;
import health.webqx.imaging.catalogue.DeidentificationKeys;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this server can do and whom it trusts, for everybody and from any origin: {@code metadata} (R4 3.1.0.10) and the
 * SMART configuration (SMART 2.2 conformance).
 */
@Path("/fhir")
public class ConformanceApi {
    /** What the issuer says of itself may change, or become known. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Uni<Buffer> metadata;
    private final IssuerDiscovery issuer;
    private final List<AssociatedEndpoint> associated;
    private final Set<String> scopes;

    ConformanceApi(
            SearchDefinitions definitions,
            IssuerDiscovery issuer,
            IssuersConfig issuers,
            AccessConfig access,
            DeidentificationKeys keys,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.issuer = issuer;
        this.associated = issuers.associatedEndpoints().orElse(List.of());
        this.scopes = keys.areAny() ? Set.of(access.deidentifiedScope()) : Set.of();
        String base = baseUrl.orElse("") + "/fhir";
        String date = ResourceJson.instant(Instant.now());
        this.metadata = issuer.document()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> CapabilityDocument.of(definitions, base, date, found))
                .memoize()
                .forFixedDuration(KEPT);
    }

    @GET
    @Path("/metadata")
    public Uni<Response> metadata() {
        return metadata.map(statement -> open(FhirAnswers.json(statement)));
    }

    @GET
    @Path("/.well-known/smart-configuration")
    public Uni<Response> smartConfiguration() {
        return Uni.combine()
                .all()
                .unis(issuer.document(), issuer.all())
                .with((found, all) ->
                        ResourceJson.write(SmartConfiguration.of(issuer.issuer(), found, all, associated, scopes)))
                .map(json ->
                        open(Response.ok(json.getBytes(), "application/json").build()));
    }

    private static Response open(Response answer) {
        return Response.fromResponse(answer)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
