package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;

/** A resource's profiles, tags and security labels alone (R4 {@code $meta} on an instance). */
@ApplicationScoped
public class Meta {
    private final Gate gate;
    private final ResourceStore store;

    Meta(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /** A Parameters with the resource's meta as {@code return}; access is that of a read. */
    public Uni<Buffer> perform(Visit visit, ResourceKey key) {
        return gate.pass(visit, AccessRequest.on(RestInteraction.READ, key), permit -> store.read(key, permit.reach())
                .map(found -> Disclosure.of(
                        parameters(ResourceJson.readStored(found.resource().json())), found.patients(), key)));
    }

    private static Buffer parameters(ObjectNode resource) {
        ObjectNode parameters = ResourceJson.object();
        parameters.put("resourceType", "Parameters");
        ObjectNode parameter = parameters.putArray("parameter").addObject();
        parameter.put("name", "return");
        parameter.set("valueMeta", resource.path("meta"));
        return ResourceJson.write(parameters);
    }
}
