package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Date entries by type (R4 3.1.1.4.7). */
final class DateLeaf {
    private DateLeaf() {}

    static Walk of(String param, ElementType type) {
        return switch (type.name()) {
            case "date", "dateTime", "instant" -> (node, into) -> add(param, DateSpan.parse(JsonText.of(node)), into);
            case "Period" -> (node, into) -> add(param, period(node), into);
            case "Timing" -> (node, into) -> add(param, timing(node), into);
            default -> Walk.NOWHERE;
        };
    }

    private static boolean add(String param, Optional<DateSpan> span, Collector into) {
        return span.isPresent()
                && into.add(new DateEntry(param, span.get().low(), span.get().high()));
    }

    /** An end that is absent is open; one that is there and unreadable makes the whole unreadable. */
    private static Optional<DateSpan> period(JsonNode node) {
        if (!node.hasNonNull("start") && !node.hasNonNull("end")) {
            return Optional.empty();
        }
        Optional<DateSpan> start = end(node.path("start"));
        Optional<DateSpan> end = end(node.path("end"));
        return start.flatMap(s -> end.map(e -> new DateSpan(s.low(), e.high())))
                .filter(span -> span.low().isBefore(span.high()));
    }

    private static Optional<DateSpan> end(JsonNode node) {
        return node.isMissingNode() || node.isNull()
                ? Optional.of(new DateSpan(DateEntry.BEGINNING, DateEntry.END))
                : DateSpan.parse(JsonText.of(node));
    }

    /** Of a schedule only the outer limits count. */
    private static Optional<DateSpan> timing(JsonNode node) {
        Stream<DateSpan> events = StreamSupport.stream(node.path("event").spliterator(), false)
                .flatMap(event -> DateSpan.parse(JsonText.of(event)).stream());
        Stream<DateSpan> bounds = period(node.path("repeat").path("boundsPeriod")).stream();
        return Stream.concat(events, bounds).reduce(DateLeaf::around);
    }

    private static DateSpan around(DateSpan one, DateSpan other) {
        return new DateSpan(
                one.low().isBefore(other.low()) ? one.low() : other.low(),
                one.high().isAfter(other.high()) ? one.high() : other.high());
    }
}
