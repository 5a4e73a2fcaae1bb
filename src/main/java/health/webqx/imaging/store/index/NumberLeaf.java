package health.webqx.imaging.store.index;

import java.util.Optional;

/** Number entries by type (R4 3.1.1.4.6). */
final class NumberLeaf {
    private NumberLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "integer", "decimal" -> (node, into) -> add(param, NumberSpan.of(node), into);
            case "Range" -> (node, into) -> add(param, NumberSpan.ofRange(node), into);
            default -> Walk.NOWHERE;
        };
    }

    private static boolean add(String param, Optional<NumberSpan> span, Collector into) {
        return span.map(s -> into.add(new NumberEntry(param, s.value(), s.low(), s.high())))
                .orElse(false);
    }
}
