package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.Recollection;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The current version of one resource (R4 3.1.0.1 read). */
@ApplicationScoped
public class Read {
    private final Gate gate;
    private final ResourceStore store;

    Read(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** The resource; {@code NOT_FOUND} when there is none in the caller's reach. */
    public Uni<StoredResource> perform(Visit visit, ResourceKey key) {
        return gate.passRecalling(
                visit,
                AccessRequest.on(RestInteraction.READ, key),
                permit -> store.recall(key, permit.reach())
                        .map(known -> new Recollection<>(
                                Uni.createFrom().item(() -> disclosure(known.found(), key)), known.mark())),
                permit -> store.readAgain(key, permit.reach()).map(found -> disclosure(found, key)));
    }

    private static Disclosure<StoredResource> disclosure(Found found, ResourceKey key) {
        return Disclosure.of(found.resource(), found.patients(), key);
    }
}
