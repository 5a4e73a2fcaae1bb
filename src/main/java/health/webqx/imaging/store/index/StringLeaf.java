package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.StringJoiner;

/** String entries by type (R4 3.1.1.4.9). */
final class StringLeaf {
    private static final List<String> NAME = List.of("prefix", "given", "family", "suffix");
    private static final List<String> ADDRESS = List.of("line", "city", "district", "state", "postalCode", "country");

    private StringLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "string", "markdown" -> (node, into) -> add(param, JsonText.of(node), into);
            case "HumanName" -> (node, into) -> parts(param, NAME, node, into);
            case "Address" -> (node, into) -> parts(param, ADDRESS, node, into);
            default -> Walk.NOWHERE;
        };
    }

    private static boolean add(String param, String text, Collector into) {
        return !text.isEmpty() && into.add(new StringEntry(param, StringNormalizer.normalize(text), text));
    }

    /** Each part by itself, the parts together in the order they are spoken, and the text if it differs. */
    private static boolean parts(String param, List<String> elements, JsonNode node, Collector into) {
        StringJoiner together = new StringJoiner(" ");
        boolean added = false;
        for (String element : elements) {
            JsonNode value = node.get(element);
            if (value != null) {
                added |= part(param, value, together, into);
            }
        }
        added |= add(param, StringNormalizer.cut(together.toString()), into);
        return add(param, JsonText.of(node, "text"), into) || added;
    }

    private static boolean part(String param, JsonNode value, StringJoiner together, Collector into) {
        if (value.isArray()) {
            boolean added = false;
            for (JsonNode one : value) {
                added |= part(param, one, together, into);
            }
            return added;
        }
        String text = JsonText.of(value);
        if (!text.isEmpty()) {
            together.add(text);
        }
        return add(param, text, into);
    }
}
