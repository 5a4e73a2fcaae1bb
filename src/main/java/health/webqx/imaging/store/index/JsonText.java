package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts of JSON nodes as the index wants them: trimmed, bounded, and empty rather than absent. */
final class JsonText {
    private JsonText() {}

    /** The text of a JSON string, trimmed and at most {@link StringNormalizer#LONGEST} long; empty for all else. */
    static String of(JsonNode node) {
        return node.isTextual() ? StringNormalizer.cut(node.textValue().strip()) : "";
    }

    /** The text of an element that is a JSON string; empty when it is absent or something else. */
    static String of(JsonNode node, String element) {
        JsonNode value = node.get(element);
        return value == null ? "" : of(value);
    }

    /** The text of an element made comparable; empty when there is none. */
    static String normalized(JsonNode node, String element) {
        String text = of(node, element);
        return text.isEmpty() ? "" : StringNormalizer.normalize(text);
    }
}
