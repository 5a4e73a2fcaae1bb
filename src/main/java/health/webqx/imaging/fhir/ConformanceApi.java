package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What this server can do and whom it trusts, for everybody and from any origin: {@code metadata} (R4 3.1.0.10) and the
 * SMART configuration (SMART 2.2 conformance).
 */
@Path("/fhir")
public class ConformanceApi {
    private static final List<String> CAPABILITIES =
            List.of("permission-patient", "permission-user", "permission-v1", "permission-v2");

    private final Uni<Buffer> metadata;
    private final Config config;

    ConformanceApi(
            SearchDefinitions definitions,
            Config config,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.config = config;
        String base = baseUrl.orElse("") + "/fhir";
        String date = ResourceJson.instant(Instant.now());
        this.metadata = Uni.createFrom()
                .item(() -> CapabilityDocument.of(definitions, base, date))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .memoize()
                .indefinitely();
    }

    @GET
    @Path("/metadata")
    public Uni<Response> metadata() {
        return metadata.map(statement -> open(FhirAnswers.json(statement)));
    }

    @GET
    @Path("/.well-known/smart-configuration")
    public Response smartConfiguration() {
        ObjectNode configuration = ResourceJson.object();
        issuers().stream().findFirst().ifPresent(issuer -> configuration.put("issuer", issuer));
        configuration.putArray("code_challenge_methods_supported").add("S256");
        var capabilities = configuration.putArray("capabilities");
        CAPABILITIES.forEach(capabilities::add);
        return open(Response.ok(ResourceJson.write(configuration).getBytes(), "application/json")
                .build());
    }

    private List<String> issuers() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.matches("webqx\\.auth\\.issuers\\..+\\.url") && !name.endsWith("internal-url"))
                .sorted()
                .map(name -> config.getValue(name, String.class))
                .toList();
    }

    private static Response open(Response answer) {
        return Response.fromResponse(answer)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
