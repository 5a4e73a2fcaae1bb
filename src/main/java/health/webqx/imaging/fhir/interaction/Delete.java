package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** The end of a resource; its versions stay (R4 3.1.0.7 delete). */
@ApplicationScoped
public class Delete {
    private final Gate gate;
    private final ResourceStore store;

    Delete(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** Completes when the resource is gone; {@code NOT_FOUND} when there is none in the caller's reach. */
    public Uni<Void> perform(Visit visit, ResourceKey key, Optional<Integer> ifMatch) {
        AccessRequest delete = AccessRequest.on(RestInteraction.DELETE, key);
        return gate.<Optional<Found>>passNoting(
                        visit,
                        delete,
                        (permit, note) -> store.together(
                                session -> session.delete(key, ifMatch, permit.reach())
                                        .map(gone -> Disclosure.of(
                                                gone, gone.map(Found::patients).orElse(Set.of()), key)),
                                note::of))
                .replaceWithVoid();
    }
}
