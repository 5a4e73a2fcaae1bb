package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** The end of the resource that meets a condition, if one does (R4 3.1.0.7.1 conditional delete). */
@ApplicationScoped
public class ConditionalDelete {
    private final Gate gate;
    private final ResourceStore store;

    ConditionalDelete(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * Completes when no resource meets the condition any more; {@code PRECONDITION_FAILED} when several do.
     *
     * @param ifMatch the version that must be the current one
     */
    public Uni<Void> perform(Visit visit, String type, Condition where, Optional<Integer> ifMatch) {
        AccessRequest delete = AccessRequest.onAny(RestInteraction.DELETE, type);
        return gate.pass(visit, where.access(), seek -> gate.<Optional<Found>>passNoting(
                                visit,
                                delete,
                                (permit, note) -> store.together(
                                        session -> deleteWhere(session, where, seek.reach(), ifMatch, permit.reach())
                                                .map(ConditionalDelete::disclosed),
                                        note::of))
                        .map(gone -> Disclosure.of(gone, Set.of())))
                .replaceWithVoid();
    }

    private static Uni<Optional<Found>> deleteWhere(
            WriteSession session, Condition where, Reach seek, Optional<Integer> ifMatch, Reach reach) {
        return where.one(session, seek)
                .flatMap(found -> found.isPresent()
                        ? session.delete(found.get().resource().key(), ifMatch, reach)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private static Disclosure<Optional<Found>> disclosed(Optional<Found> gone) {
        return gone.map(found ->
                        Disclosure.of(gone, found.patients(), found.resource().key()))
                .orElseGet(() -> Disclosure.of(gone, Set.of()));
    }
}
