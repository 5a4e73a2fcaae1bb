package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads the Reference data type (R4 2.3.0): where it leads and to what type. */
final class ReferenceReader {
    /** R4 2.24.0.1, data type id. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

    private final Set<String> resourceTypes;
    private final Predicate<String> ownBase;

    ReferenceReader(Set<String> resourceTypes, Predicate<String> ownBase) {
        this.resourceTypes = resourceTypes;
        this.ownBase = ownBase;
    }

    /** A literal reference taken apart; type and id are empty when it does not name them. */
    private record Literal(String base, String type, String id) {
        static final Literal OTHER = new Literal("", "", "");
    }

    /** The entry of a Reference; empty when it leads nowhere outside the resource. */
    Optional<ReferenceEntry> read(String param, JsonNode node) {
        JsonNode identifier = node.path("identifier");
        String system = JsonText.of(identifier, "system");
        String value = JsonText.of(identifier, "value");
        String text = JsonText.of(node, "reference");
        if (text.isEmpty() || text.startsWith("#")) {
            return system.isEmpty() && value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ReferenceEntry(param, declared(node), "", "", "", system, value));
        }
        Literal literal = literal(text);
        boolean here = !literal.type().isEmpty() && (literal.base().isEmpty() || ownBase.test(literal.base()));
        String type = literal.type().isEmpty() ? declared(node) : literal.type();
        return Optional.of(
                here
                        ? new ReferenceEntry(param, type, literal.id(), "", "", system, value)
                        : new ReferenceEntry(param, type, "", text, "", system, value));
    }

    /** Whether a Reference leads to a resource of the type, as far as it can be told without fetching it. */
    boolean leadsTo(JsonNode node, String resourceType) {
        String type = literal(JsonText.of(node, "reference")).type();
        return (type.isEmpty() ? declared(node) : type).equals(resourceType);
    }

    /** {@code Reference.type}: a type's name, or the URL of its definition. */
    private String declared(JsonNode node) {
        String type = JsonText.of(node, "type");
        String name = type.substring(type.lastIndexOf('/') + 1);
        return resourceTypes.contains(name) ? name : "";
    }

    /** {@code [base/]Type/id[/_history/version]}, found from its end. */
    private Literal literal(String text) {
        int end = text.length();
        int history = text.indexOf("/_history/");
        if (history >= 0) {
            end = history;
        }
        int beforeId = text.lastIndexOf('/', end - 1);
        if (beforeId <= 0) {
            return Literal.OTHER;
        }
        int beforeType = text.lastIndexOf('/', beforeId - 1);
        String type = text.substring(beforeType + 1, beforeId);
        String id = text.substring(beforeId + 1, end);
        if (!resourceTypes.contains(type) || !ID.matcher(id).matches()) {
            return Literal.OTHER;
        }
        String base = beforeType < 0 ? "" : text.substring(0, beforeType);
        boolean relative = beforeType < 0;
        return relative || base.contains("://") ? new Literal(base, type, id) : Literal.OTHER;
    }
}
