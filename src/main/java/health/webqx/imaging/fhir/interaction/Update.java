package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The next version of a resource, or the first under an id of the client's choice (R4 3.1.0.4 update). */
@ApplicationScoped
public class Update {
    private final Gate gate;
    private final ResourceStore store;

    Update(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * What was written.
     *
     * @param ifMatch the version that must be the current one
     */
    public Uni<Written> perform(Visit visit, ResourceKey key, Optional<Integer> ifMatch, byte[] body) {
        return gate.pass(
                visit, AccessRequest.on(RestInteraction.UPDATE, key), permit -> RequestBody.resource(key.type(), body)
                        .invoke(resource -> requireSameId(key, resource))
                        .flatMap(resource -> store.update(new Draft(key, resource), ifMatch, permit.reach()))
                        .map(written -> Disclosure.of(written, written.patients(), key)));
    }

    private static void requireSameId(ResourceKey key, ObjectNode resource) {
        if (!key.id().equals(resource.path("id").asText())) {
            throw Failure.at(FailureKind.INVALID, key.type() + ".id", "the body's id is not the address's");
        }
    }
}
