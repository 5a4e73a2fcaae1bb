package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;

/** Reference entries by type (R4 3.1.1.4.11). */
final class ReferenceLeaf {
    private ReferenceLeaf() {}

    static Walk of(String param, ElementType type, ReferenceReader references) {
        return switch (type.name()) {
            case "Reference" ->
                (node, into) -> references.read(param, node).map(into::add).orElse(false);
            case "canonical", "uri" -> (node, into) -> canonical(param, JsonText.of(node), into);
            case "Resource" -> (node, into) -> inline(param, node, into);
            default -> Walk.NOWHERE;
        };
    }

    private static boolean canonical(String param, String text, Collector into) {
        if (text.isEmpty() || text.startsWith("#")) {
            return false;
        }
        int bar = text.indexOf('|');
        String url = bar < 0 ? text : text.substring(0, bar);
        String version = bar < 0 ? "" : text.substring(bar + 1);
        return into.add(new ReferenceEntry(param, "", "", url, version, "", ""));
    }

    /**
     * A resource that stands inside a Bundle is a copy: it has a type and is no resource of this server, even if one
     * here has the same id.
     */
    private static boolean inline(String param, JsonNode resource, Collector into) {
        String type = JsonText.of(resource, "resourceType");
        return !type.isEmpty() && into.add(new ReferenceEntry(param, type, "", "", "", "", ""));
    }
}
