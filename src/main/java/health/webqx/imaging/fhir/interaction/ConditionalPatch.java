package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/** A change of the one resource that meets a condition (R4 3.1.0.6 conditional patch). */
@ApplicationScoped
public class ConditionalPatch {
    private final Gate gate;
    private final ResourceStore store;

    ConditionalPatch(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * What was written; {@code NOT_FOUND} when nothing meets the condition, {@code PRECONDITION_FAILED} when several do.
     *
     * @param ifMatch the version that must be the current one
     * @param patch reads the patch, once it is known that the caller may change such resources
     */
    public Uni<Written> perform(
            Visit visit, String type, Condition where, Optional<Integer> ifMatch, Supplier<PatchDocument> patch) {
        AccessRequest update = AccessRequest.onAny(RestInteraction.UPDATE, type);
        return gate.pass(visit, where.access(), seek -> gate.<Written>passNoting(
                        visit, update, (permit, note) -> Patch.onWorker(patch)
                                .flatMap(read -> store.together(
                                        session -> patchWhere(
                                                        session, where, seek.reach(), ifMatch, read, permit.reach())
                                                .map(Create::disclosed),
                                        note::of)))
                .map(written -> Disclosure.of(written, written.patients())));
    }

    private static Uni<Written> patchWhere(
            WriteSession session,
            Condition where,
            Reach seek,
            Optional<Integer> ifMatch,
            PatchDocument patch,
            Reach reach) {
        return where.one(session, seek)
                .map(ConditionalPatch::target)
                .flatMap(key -> Patch.patched(session, key, ifMatch, () -> patch, seek, reach));
    }

    /** A patch makes no resource where there is none. */
    static ResourceKey target(Optional<Found> found) {
        return found.orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "no resource meets the condition"))
                .resource()
                .key();
    }
}
