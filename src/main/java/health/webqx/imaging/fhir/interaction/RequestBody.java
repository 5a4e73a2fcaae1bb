package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceXml;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;

/** A resource in a request's body, read and checked against R4 off the event loop: both take time with its size. */
final class RequestBody {
    private RequestBody() {}

    static Uni<ObjectNode> resource(String type, byte[] body) {
        return Uni.createFrom()
                .item(() -> {
                    Buffer json = ResourceXml.jsonOf(body);
                    ObjectNode resource = ResourceJson.read(json);
                    R4.requireValid(type, resource, json);
                    Profiles.requireMet(resource, json);
                    return resource;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
