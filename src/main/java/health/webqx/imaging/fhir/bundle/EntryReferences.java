package health.webqx.imaging.fhir.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import health.webqx.imaging.resource.R4;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * References between the entries of a transaction: by {@code fullUrl}, wherever a uri may stand and in narratives, and by a
 * search for the one resource that is meant (R4 3.1.0.11.2.2, 3.1.0.11.2.3).
 */
public final class EntryReferences {
    private final Map<String, String> targets = new TreeMap<>();

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

    /** A copy of the resource whose references lead to what they stand for. */
    public ObjectNode resolved(ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        resolve(copy, "");
        return copy;
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

    private void resolve(ObjectNode node, String name) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            JsonNode value = member.getValue();
            if (value instanceof TextNode text) {
                member.setValue(new TextNode(resolved(name, member.getKey(), text.textValue())));
            } else {
                descend(value, member.getKey());
            }
        }
    }

    private void descend(JsonNode value, String name) {
        if (value instanceof ObjectNode object) {
            resolve(object, name);
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) instanceof TextNode text) {
                    array.set(i, new TextNode(resolved("", name, text.textValue())));
                } else {
                    descend(array.get(i), name);
                }
            }
        }
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
