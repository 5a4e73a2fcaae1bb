package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** One version of a resource (R4 3.1.0.2 vread). */
@ApplicationScoped
public class Vread {
    private final Gate gate;
    private final ResourceStore store;

    Vread(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** The version; {@code NOT_FOUND} when there is none in the caller's reach. */
    public Uni<StoredResource> perform(Visit visit, ResourceKey key, int version) {
        return gate.pass(
                visit, AccessRequest.on(RestInteraction.VREAD, key), permit -> store.vread(key, version, permit.reach())
                        .map(found -> Disclosure.of(found.resource(), found.patients(), key)));
    }
}
