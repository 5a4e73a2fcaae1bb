package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

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
     * @param given what must hold of the current version, else {@code PRECONDITION_FAILED}
     */
    public Uni<Written> perform(Visit visit, ResourceKey key, Precondition given, byte[] body) {
        AccessRequest update = AccessRequest.on(RestInteraction.UPDATE, key);
        return gate.passNoting(visit, update, (permit, note) -> RequestBody.resource(key.type(), body)
                .invoke(resource -> requireSameId(key, resource))
                .flatMap(resource -> store.together(
                        session -> write(session, new Draft(key, resource), given, permit.reach())
                                .map(Create::disclosed),
                        note::of)));
    }

    static Uni<Written> write(WriteSession session, Draft draft, Precondition given, Reach reach) {
        return given.unlessExists()
                ? session.updateUnlessExists(draft, reach)
                : session.update(draft, given.ifMatch(), reach);
    }

    private static void requireSameId(ResourceKey key, ObjectNode resource) {
        if (!key.id().equals(resource.path("id").asText())) {
            throw Failure.at(FailureKind.INVALID, key.type() + ".id", "the body's id is not the address's");
        }
    }
}
