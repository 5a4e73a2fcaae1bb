package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.resource.TimeOrderedUuid;
import health.webqx.imaging.store.Subscriptions.Standing;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a subscriber is told (Subscriptions R5 Backport 1.1, backport-subscription-notification-r4): a history Bundle that begins
 * with the subscription's state.
 */
public final class Notification {
    private static final String PROFILES = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    private final String base;
    private final Standing subscription;
    private final Content content;

    /** @param base this server's FHIR base URL, with a slash at its end */
    public Notification(String base, Standing subscription, Content content) {
        this.base = base;
        this.subscription = subscription;
        this.content = content;
    }

    /** Why a subscriber is told ({@code subscription-notification-type}). */
    public enum Type {
        HANDSHAKE("handshake"),
        HEARTBEAT("heartbeat"),
        EVENT("event-notification"),
        STATUS("query-status"),
        QUERIED_EVENTS("query-event");

        private final String code;

        Type(String code) {
            this.code = code;
        }
    }

    /**
     * An event that the subscriber may know of.
     *
     * @param number of the subscriber's for it
     * @param version which version of the resource was the event
     * @param focus the resource as it is now
     */
    public record Told(long number, Instant at, int version, StoredResource focus) {}

    /** The Bundle. */
    public Buffer bundle(Type type, List<Told> events) {
        String id = TimeOrderedUuid.next();
        Buffer bundle = Buffer.buffer(2048);
        bundle.appendString("{\"resourceType\":\"Bundle\",\"id\":\"" + TimeOrderedUuid.next() + "\",\"meta\":");
        bundle.appendBuffer(ResourceJson.write(
                ResourceJson.object(Map.of("profile", List.of(PROFILES + "backport-subscription-notification-r4")))));
        bundle.appendString(",\"type\":\"history\",\"timestamp\":\"" + ResourceJson.instant(Instant.now()) + "\"");
        bundle.appendString(",\"entry\":[{\"fullUrl\":\"urn:uuid:" + id + "\",\"resource\":");
        ObjectNode status = status(type, id, events);
        bundle.appendBuffer(ResourceJson.write(status));
        bundle.appendString(",\"request\":{\"method\":\"GET\",\"url\":\"" + base
                + subscription.key().reference() + "/$status\"},\"response\":{\"status\":\"200\"}}");
        if (content == Content.FULL_RESOURCE) {
            events.forEach(event -> entry(bundle, event));
        }
        return bundle.appendString("]}");
    }

    private void entry(Buffer bundle, Told event) {
        ResourceKey key = event.focus().key();
        boolean created = event.version() == 1;
        bundle.appendString(",{\"fullUrl\":\"" + base + key.reference() + "\",\"resource\":");
        bundle.appendBuffer(event.focus().json());
        bundle.appendString(",\"request\":{\"method\":\"" + (created ? "POST" : "PUT") + "\",\"url\":\""
                + (created ? key.type() : key.reference()) + "\"},\"response\":{\"status\":\""
                + (created ? "201" : "200") + "\"}}");
    }

    /** The subscription's state (backport-subscription-status-r4). */
    public ObjectNode status(Type type, String id, List<Told> events) {
        ObjectNode status = ResourceJson.object();
        status.put("resourceType", "Parameters").put("id", id);
        status.putObject("meta").putArray("profile").add(PROFILES + "backport-subscription-status-r4");
        ArrayNode parameters = status.putArray("parameter");
        parameters
                .addObject()
                .put("name", "subscription")
                .putObject("valueReference")
                .put("reference", base + subscription.key().reference());
        if (content != Content.EMPTY || events.isEmpty()) {
            parameters
                    .addObject()
                    .put("name", "topic")
                    .put(
                            "valueCanonical",
                            subscription.resource().path("criteria").asText());
        }
        parameters.addObject().put("name", "status").put("valueCode", subscription.status());
        parameters.addObject().put("name", "type").put("valueCode", type.code);
        parameters
                .addObject()
                .put("name", "events-since-subscription-start")
                .put("valueString", "" + count(type, events));
        events.forEach(event -> event(parameters.addObject(), event));
        if (subscription.resource().hasNonNull("error")) {
            parameters
                    .addObject()
                    .put("name", "error")
                    .putObject("valueCodeableConcept")
                    .put("text", subscription.resource().path("error").asText());
        }
        return status;
    }

    /** Up to and with what is told. */
    private long count(Type type, List<Told> events) {
        OptionalLong told = events.stream().mapToLong(Told::number).max();
        return type == Type.EVENT && told.isPresent() ? told.getAsLong() : subscription.lastNumber();
    }

    private void event(ObjectNode parameter, Told event) {
        parameter.put("name", "notification-event");
        ArrayNode parts = parameter.putArray("part");
        parts.addObject().put("name", "event-number").put("valueString", "" + event.number());
        parts.addObject().put("name", "timestamp").put("valueInstant", ResourceJson.instant(event.at()));
        if (content != Content.EMPTY) {
            parts.addObject()
                    .put("name", "focus")
                    .putObject("valueReference")
                    .put("reference", base + event.focus().key().reference());
        }
    }
}
