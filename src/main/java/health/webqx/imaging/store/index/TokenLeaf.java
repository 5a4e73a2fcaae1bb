package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;

/** Token entries by type (R4 3.1.1.4.10). */
final class TokenLeaf {
    private TokenLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "Coding" -> (node, into) -> coding(param, node, into);
            case "CodeableConcept" -> (node, into) -> concept(param, node, into);
            case "Identifier" -> (node, into) -> identifier(param, node, into);
            case "ContactPoint" -> (node, into) -> add(param, "", JsonText.of(node, "value"), into);
            case "code" -> (node, into) -> code(param, type.systems(), node, into);
            case "boolean" ->
                (node, into) -> node.isBoolean() && add(param, "", String.valueOf(node.booleanValue()), into);
            case "id", "string", "uri" -> (node, into) -> add(param, "", JsonText.of(node), into);
            default -> Walk.NOWHERE;
        };
    }

    private static boolean code(String param, CodeSystems systems, JsonNode node, Collector into) {
        String code = JsonText.of(node);
        return add(param, systems.of(code), code, into);
    }

    private static boolean add(String param, String system, String code, Collector into) {
        return !code.isEmpty() && into.add(TokenEntry.of(param, system, code));
    }

    private static boolean coding(String param, JsonNode node, Collector into) {
        String system = JsonText.of(node, "system");
        String code = JsonText.of(node, "code");
        String text = JsonText.normalized(node, "display");
        return !(system.isEmpty() && code.isEmpty() && text.isEmpty())
                && into.add(new TokenEntry(param, system, code, text, "", ""));
    }

    private static boolean concept(String param, JsonNode node, Collector into) {
        boolean added = false;
        for (JsonNode coding : node.path("coding")) {
            added |= coding(param, coding, into);
        }
        String text = JsonText.normalized(node, "text");
        if (!text.isEmpty()) {
            added |= into.add(new TokenEntry(param, "", "", text, "", ""));
        }
        return added;
    }

    private static boolean identifier(String param, JsonNode node, Collector into) {
        String system = JsonText.of(node, "system");
        String value = JsonText.of(node, "value");
        if (system.isEmpty() && value.isEmpty()) {
            return false;
        }
        JsonNode type = node.path("type");
        String text = JsonText.normalized(type, "text");
        boolean added = false;
        for (JsonNode coding : type.path("coding")) {
            String typeCode = JsonText.of(coding, "code");
            added |= into.add(new TokenEntry(param, system, value, text, JsonText.of(coding, "system"), typeCode));
        }
        return added || into.add(new TokenEntry(param, system, value, text, "", ""));
    }
}
