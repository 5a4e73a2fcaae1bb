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
import health.webqx.imaging.store.Found;
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
        return gate.pass(visit, where.access(), seek -> gate.<Written>passNoting(
                        visit, update, (permit, note) -> RequestBody.resource(type, body)
                                .flatMap(resource -> store.together(
                                        session -> updateWhere(
                                                        session,
                                                        where,
                                                        seek.reach(),
                                                        ifMatch,
                                                        type,
                                                        resource,
                                                        permit.reach())
                                                .map(Create::disclosed),
                                        note::of)))
                .map(written -> Disclosure.of(written, written.patients())));
    }

    private static Uni<Written> updateWhere(
            WriteSession session,
            Condition where,
            Reach seek,
            Optional<Integer> ifMatch,
            String type,
            ObjectNode resource,
            Reach reach) {
        return where.one(session, seek)
                .flatMap(found ->
                        write(session, new Draft(target(type, resource, found), resource), found, ifMatch, reach));
    }

    /** The resource that was found, else the one that the body names, else a new one. */
    static ResourceKey target(String type, ObjectNode resource, Optional<Found> found) {
        Optional<String> own = ownId(resource);
        if (found.isEmpty()) {
            return own.map(id -> new ResourceKey(type, id))
                    .orElseGet(() -> Draft.ofNew(type, resource).key());
        }
        ResourceKey key = found.get().resource().key();
        if (own.isPresent() && !own.get().equals(key.id())) {
            throw Failure.at(FailureKind.INVALID, type + ".id", "the body's id is not that of the resource found");
        }
        return key;
    }

    /** Where nothing was found and the body names nothing it is a creation like any other; else an update. */
    static Uni<Written> write(
            WriteSession session, Draft draft, Optional<Found> found, Optional<Integer> ifMatch, Reach reach) {
        return found.isEmpty() && ownId(draft.content()).isEmpty()
                ? session.create(List.of(draft), reach).map(written -> written.get(0))
                : session.update(draft, ifMatch, reach);
    }

    private static Optional<String> ownId(ObjectNode resource) {
        return Optional.of(resource.path("id").asText()).filter(id -> !id.isEmpty());
    }
}
