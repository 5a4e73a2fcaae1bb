package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Quantity entries by type (R4 3.1.1.4.12). */
final class QuantityLeaf {
    /** R4 Money: currencies are codes of ISO 4217. */
    private static final String CURRENCY = "urn:iso:std:iso:4217";

    private QuantityLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "Quantity", "Age", "Duration" -> (node, into) -> add(param, node, compared(node), into);
            case "Money" -> (node, into) -> money(param, node, into);
            case "Range" ->
                (node, into) -> add(param, node.path(node.has("low") ? "low" : "high"), NumberSpan.ofRange(node), into);
            default -> Walk.NOWHERE;
        };
    }

    private static Optional<NumberSpan> compared(JsonNode node) {
        Optional<NumberSpan> span = NumberSpan.of(node.path("value"));
        return switch (JsonText.of(node, "comparator")) {
            case "<", "<=" -> span.map(s -> new NumberSpan(s.value(), NumberSpan.LEAST, s.high()));
            case ">", ">=" -> span.map(s -> new NumberSpan(s.value(), s.low(), NumberSpan.GREATEST));
            default -> span;
        };
    }

    private static boolean add(String param, JsonNode unit, Optional<NumberSpan> span, Collector into) {
        return span.map(s -> into.add(new QuantityEntry(
                        param,
                        JsonText.of(unit, "system"),
                        JsonText.of(unit, "code"),
                        JsonText.of(unit, "unit"),
                        s.value(),
                        s.low(),
                        s.high())))
                .orElse(false);
    }

    private static boolean money(String param, JsonNode node, Collector into) {
        String currency = JsonText.of(node, "currency");
        String system = currency.isEmpty() ? "" : CURRENCY;
        return NumberSpan.of(node.path("value"))
                .map(s -> into.add(new QuantityEntry(param, system, currency, currency, s.value(), s.low(), s.high())))
                .orElse(false);
    }
}
