package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** A new resource under an id of the server's choice (R4 3.1.0.8 create). */
@ApplicationScoped
public class Create {
    private final Gate gate;
    private final ResourceStore store;

    Create(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** What was written; {@code FORBIDDEN} for a resource the caller may not write. */
    public Uni<Written> perform(Visit visit, String type, byte[] body) {
        return gate.passNoting(visit, AccessRequest.create(type), (permit, note) -> RequestBody.resource(type, body)
                .flatMap(resource -> store.create(
                        Draft.ofNew(type, resource), permit.reach(), written -> note.of(disclosed(written))))
                .map(Create::disclosed));
    }

    /** What a caller learns by what it wrote. */
    static Disclosure<Written> disclosed(Written written) {
        return Disclosure.of(written, written.patients(), written.resource().key());
    }
}
