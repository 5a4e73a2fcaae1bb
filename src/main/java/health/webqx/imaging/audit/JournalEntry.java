package health.webqx.imaging.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Accesses as they stand in the journal until they are AuditEvents. */
final class JournalEntry {
    private JournalEntry() {}

    static Buffer of(List<AccessRecord> accesses) {
        ObjectNode entry = ResourceJson.object();
        ArrayNode all = entry.putArray("accesses");
        accesses.forEach(access -> write(access, all.addObject()));
        return ResourceJson.write(entry);
    }

    static List<AccessRecord> read(Buffer entry) {
        List<AccessRecord> accesses = new ArrayList<>();
        ResourceJson.readStored(entry).get("accesses").forEach(access -> accesses.add(access(access)));
        return accesses;
    }

    private static void write(AccessRecord access, ObjectNode into) {
        into.put("when", access.when().toEpochMilli());
        into.put("interaction", access.interaction().name());
        into.put("outcome", access.outcome().code());
        into.put("why", access.outcome().description());
        into.put("user", access.agent().user());
        into.put("client", access.agent().client());
        into.put("token", access.agent().tokenId());
        into.put("address", access.agent().address());
        into.put("userAgent", access.agent().userAgent());
        ArrayNode patients = into.putArray("patients");
        access.patients().forEach(patients::add);
        into.put("resource", access.resource());
        access.study().ifPresent(study -> into.put("study", study));
        access.rawQuery().ifPresent(query -> into.put("query", query));
        into.put("request", access.requestId());
        into.put("images", access.images().name());
        ArrayNode purposes = into.putArray("purposes");
        access.purposes().forEach(purposes::add);
        access.emergency().ifPresent(reason -> into.put("emergency", reason));
        into.put("deidentified", access.deidentified());
    }

    private static AccessRecord access(JsonNode from) {
        return new AccessRecord(
                Instant.ofEpochMilli(from.get("when").asLong()),
                RestInteraction.valueOf(text(from, "interaction")),
                new AccessRecord.Outcome(from.get("outcome").asInt(), text(from, "why")),
                new AccessRecord.Agent(
                        text(from, "user"),
                        text(from, "client"),
                        text(from, "token"),
                        text(from, "address"),
                        text(from, "userAgent")),
                texts(from, "patients"),
                text(from, "resource"),
                optional(from, "study"),
                optional(from, "query"),
                text(from, "request"),
                optional(from, "images").map(ImageUse::valueOf).orElse(ImageUse.NONE),
                texts(from, "purposes"),
                optional(from, "emergency"),
                from.path("deidentified").asBoolean(false));
    }

    private static String text(JsonNode from, String name) {
        return from.get(name).asText();
    }

    private static Set<String> texts(JsonNode from, String name) {
        Set<String> texts = new TreeSet<>();
        from.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<String> optional(JsonNode from, String name) {
        return Optional.ofNullable(from.get(name)).map(JsonNode::asText);
    }
}
