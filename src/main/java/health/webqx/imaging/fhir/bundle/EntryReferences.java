package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * References between the entries of a transaction: by {@code fullUrl}, wherever a uri may stand and in narratives, and by a
 * search for the one resource that is meant (R4 3.1.0.11.2.2, 3.1.0.11.2.3).
 */
public final class EntryReferences {
    private final Map<String, String> targets = new LinkedHashMap<>();

    /** From now on a {@code fullUrl} or a conditional reference stands for {@code Type/id}. */
    public void put(String written, String reference) {
        targets.put(written, reference);
    }

    /** The conditional references of a resource, {@code Type?parameters}, each once. */
    public static Set<String> conditional(ObjectNode resource) {
        Set<String> found = new LinkedHashSet<>();
        collect(resource, found);
        return found;
    }

    /** The resource with references that lead to what they stand for; what has none of them is the same, not a copy. */
    public ObjectNode resolved(ObjectNode resource) {
        return targets.isEmpty() ? resource : resolved(resource, "");
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.get("reference") instanceof TextNode reference && isConditional(reference.textValue())) {
            found.add(reference.textValue());
        }
        node.forEach(child -> collect(child, found));
    }

    private static boolean isConditional(String reference) {
        int question = reference.indexOf('?');
        return question > 0 && R4.isResourceType(reference.substring(0, question));
    }

    private ObjectNode resolved(ObjectNode node, String name) {
        Map<String, JsonNode> changed = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            JsonNode value = resolved(member.getValue(), name, member.getKey());
            if (!value.equals(member.getValue())) {
                changed.put(member.getKey(), value);
            }
        }
        return changed.isEmpty()
                ? node
                : ResourceJson.object().<ObjectNode>setAll(node).setAll(changed);
    }

    private ArrayNode resolved(ArrayNode array, String name) {
        ArrayNode resolved = ResourceJson.array();
        array.forEach(each -> resolved.add(resolved(each, "", name)));
        return resolved.equals(array) ? array : resolved;
    }

    private JsonNode resolved(JsonNode value, String parent, String name) {
        if (value instanceof TextNode text) {
            String resolved = resolved(parent, name, text.textValue());
            return resolved.equals(text.textValue()) ? text : new TextNode(resolved);
        }
        if (value instanceof ObjectNode object) {
            return resolved(object, name);
        }
        return value instanceof ArrayNode array ? resolved(array, name) : value;
    }

    /** An identifier's value is nobody's address, even when it looks like one. */
    private String resolved(String parent, String name, String text) {
        if (name.equals("div")) {
            return inNarrative(text);
        }
        boolean identifier = parent.equals("identifier") || name.equals("system") || name.equals("fullUrl");
        return identifier ? text : targets.getOrDefault(text, text);
    }

    private String inNarrative(String div) {
        String resolved = div;
        for (Map.Entry<String, String> target : targets.entrySet()) {
            resolved = resolved.replace("\"" + target.getKey() + "\"", "\"" + target.getValue() + "\"");
        }
        return resolved;
    }
}
