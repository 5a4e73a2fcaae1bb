package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A new resource, unless there is one that meets a condition (R4 3.1.0.8.1 conditional create). */
@ApplicationScoped
public class ConditionalCreate {
    private final Gate gate;
    private final ResourceStore store;

    ConditionalCreate(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** What was written, or the one that was there; {@code PRECONDITION_FAILED} when several were. */
    public Uni<Written> perform(Visit visit, String type, Condition unless, byte[] body) {
        return gate.pass(visit, unless.access(), seek -> gate.<Written>passNoting(
                        visit, AccessRequest.create(type), (permit, note) -> RequestBody.resource(type, body)
                                .flatMap(resource -> store.together(
                                        session -> createUnless(
                                                        session, unless, seek.reach(), type, resource, permit.reach())
                                                .map(Create::disclosed),
                                        note::of)))
                .map(written -> Disclosure.of(written, written.patients())));
    }

    private static Uni<Written> createUnless(
            WriteSession session, Condition unless, Reach seek, String type, ObjectNode resource, Reach reach) {
        return unless.one(session, seek)
                .flatMap(found -> found.isPresent()
                        ? Uni.createFrom().item(Written.unchanged(found.get()))
                        : session.create(List.of(Draft.ofNew(type, resource)), reach)
                                .map(written -> written.get(0)));
    }
}
