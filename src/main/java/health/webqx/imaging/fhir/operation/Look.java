package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.resource.ResourceKey;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One access to images, as an AuditEvent of this server tells it.
 *
 * @param when it was recorded
 * @param user who asked: a reference, or what the issuer calls it
 * @param kind {@code search}, {@code view} or {@code download}
 * @param study id of the ImagingStudy, where it was one
 * @param purposes codes of {@code v3-ActReason}
 */
record Look(String when, String user, String kind, Optional<String> study, Set<String> purposes) {
    private static final String PREFIX = "image-";

    static Look of(JsonNode event) {
        String kind = "";
        for (JsonNode subtype : event.path("subtype")) {
            if (subtype.path("code").asText().startsWith(PREFIX)) {
                kind = subtype.path("code").asText().substring(PREFIX.length());
            }
        }
        return new Look(
                event.path("recorded").asText(),
                user(event),
                kind,
                kind.equals("search") ? Optional.empty() : study(event),
                purposes(event));
    }

    private static String user(JsonNode event) {
        for (JsonNode agent : event.path("agent")) {
            if (agent.path("requestor").asBoolean()) {
                JsonNode who = agent.path("who");
                return who.path("reference").asText(who.path("display").asText());
            }
        }
        return "";
    }

    private static Optional<String> study(JsonNode event) {
        for (JsonNode entity : event.path("entity")) {
            Optional<ResourceKey> key = ResourceKey.ofReference(
                            entity.path("what").path("reference").asText())
                    .filter(known -> known.type().equals("ImagingStudy"));
            if (key.isPresent()) {
                return key.map(ResourceKey::id);
            }
        }
        return Optional.empty();
    }

    private static Set<String> purposes(JsonNode event) {
        Set<String> purposes = new TreeSet<>();
        for (JsonNode agent : event.path("agent")) {
            agent.path("purposeOfUse").forEach(purpose -> add(purposes, purpose));
        }
        event.path("purposeOfEvent").forEach(purpose -> add(purposes, purpose));
        return purposes;
    }

    private static void add(Set<String> purposes, JsonNode purpose) {
        purposes.add(purpose.path("coding").path(0).path("code").asText());
    }
}
