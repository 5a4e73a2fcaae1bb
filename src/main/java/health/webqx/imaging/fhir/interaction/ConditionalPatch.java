package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** A change of the one resource that meets a condition (R4 3.1.0.6 conditional patch). */
@ApplicationScoped
public class ConditionalPatch {
    private final Gate gate;
    private final ResourceStore store;
    private final Patch patch;

    ConditionalPatch(Gate gate, ResourceStore store, Patch patch) {
        this.gate = gate;
        this.store = store;
        this.patch = patch;
    }

    /** What was written; {@code NOT_FOUND} when nothing meets the condition, {@code PRECONDITION_FAILED} when several do. */
    public Uni<Written> perform(Visit visit, Condition where, Optional<Integer> ifMatch, byte[] body) {
        return gate.pass(visit, where.access(), seek -> store.together(session -> where.find(session, seek.reach()))
                        .map(found -> found.map(one -> one.resource().key())
                                .orElseThrow(
                                        () -> Failure.of(FailureKind.NOT_FOUND, "no resource meets the condition")))
                        .map(key -> Disclosure.<ResourceKey>of(key, Set.of(), key)))
                .flatMap(key -> patch.perform(visit, key, ifMatch, body));
    }
}
