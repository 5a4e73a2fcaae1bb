package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.fhir.history.HistoryBundle;
import health.webqx.imaging.fhir.history.HistoryRequest;
import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.ServerSecrets;
import health.webqx.imaging.store.search.HistoryQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The versions of one resource, of a type, or of everything, newest first (R4 3.1.0.12 history). */
@ApplicationScoped
public class History {
    private final Gate gate;
    private final ResourceStore store;
    private final ServerSecrets secrets;
    private final String base;

    History(
            Gate gate,
            ResourceStore store,
            ServerSecrets secrets,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.store = store;
        this.secrets = secrets;
        this.base = baseUrl.orElse("") + "/fhir/";
    }

    /** The page as a history Bundle; {@code NOT_FOUND} for a resource that is not in the caller's reach. */
    public Uni<Buffer> perform(Visit visit, HistoryRequest request) {
        return gate.pass(visit, wanted(request), permit -> secrets.get(PageToken.SECRET)
                .flatMap(secret -> page(permit, request, secret)));
    }

    private static AccessRequest wanted(HistoryRequest request) {
        return request.target()
                .map(key -> AccessRequest.on(RestInteraction.HISTORY_INSTANCE, key))
                .or(() -> request.type().map(AccessRequest::history))
                .orElseGet(() -> AccessRequest.history(R4.resourceTypes()));
    }

    private Uni<Disclosure<Buffer>> page(Permit permit, HistoryRequest request, byte[] secret) {
        PageToken tokens = new PageToken(secret, permit.caller().identity(), request.address());
        HistoryQuery query = request.query();
        if (request.page().isPresent()) {
            query = query.from(
                    HistoryQuery.Position.of(tokens.verify(request.page().get())));
        }
        return store.history(query, permit.reach())
                .map(page -> Disclosure.of(
                        HistoryBundle.of(
                                base, request, page, page.next().map(position -> tokens.sign(position.text()))),
                        page.patients()));
    }
}
