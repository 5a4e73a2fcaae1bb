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
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The next version of the resource that meets a condition, or the first of a new one (R4 3.1.0.4.3). */
@ApplicationScoped
public class ConditionalUpdate {
    private final Gate gate;
    private final ResourceStore store;

    ConditionalUpdate(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * What was written; {@code PRECONDITION_FAILED} when several resources meet the condition.
     *
     * @param ifMatch the version that must be the current one
     */
    public Uni<Written> perform(Visit visit, String type, Condition where, Optional<Integer> ifMatch, byte[] body) {
        AccessRequest update = AccessRequest.onAny(RestInteraction.UPDATE, type);
        return gate.pass(visit, where.access(), seek -> gate.pass(visit, update, permit -> RequestBody.resource(
                                type, body)
                        .flatMap(resource -> store.together(session ->
                                updateWhere(session, where, seek.reach(), ifMatch, type, resource, permit.reach())))
                        .map(written -> Disclosure.of(
                                written, written.patients(), written.resource().key())))
                .map(written -> Disclosure.of(written, written.patients())));
    }

    static Uni<Written> updateWhere(
            WriteSession session,
            Condition where,
            Reach seek,
            Optional<Integer> ifMatch,
            String type,
            ObjectNode resource,
            Reach reach) {
        Optional<String> own = Optional.of(resource.path("id").asText()).filter(id -> !id.isEmpty());
        return where.one(session, seek).flatMap(found -> {
            if (found.isPresent()) {
                ResourceKey key = found.get().resource().key();
                requireSame(own, key);
                return session.update(new Draft(key, resource), ifMatch, reach);
            }
            return own.isPresent()
                    ? session.update(new Draft(new ResourceKey(type, own.get()), resource), ifMatch, reach)
                    : create(session, type, resource, reach);
        });
    }

    private static Uni<Written> create(WriteSession session, String type, ObjectNode resource, Reach reach) {
        return session.create(List.of(Draft.ofNew(type, resource)), reach).map(written -> written.get(0));
    }

    private static void requireSame(Optional<String> own, ResourceKey found) {
        if (own.isPresent() && !own.get().equals(found.id())) {
            throw Failure.at(
                    FailureKind.INVALID, found.type() + ".id", "the body's id is not that of the resource found");
        }
    }
}
