package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.index.PositionLeaf;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parameters that compare like no other: {@code _list} (R4 3.1.1.4.15), {@code near} (R4 Location). */
final class SpecialParameter {
    private static final String LIST = "_list";
    private static final String NEAR = "near";

    /** Where a search says how near but not how far. */
    private static final double DEFAULT_METRES = 50_000;

    /** In metres; UCUM's international mile, and how people write it. */
    private static final Map<String, Double> UNITS =
            Map.of("", 1000.0, "km", 1000.0, "m", 1.0, "cm", 0.01, "[mi_i]", 1609.344, "mi", 1609.344);

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{1,20})?");

    private SpecialParameter() {}

    static boolean knows(String type, String code) {
        return code.equals(LIST) || (code.equals(NEAR) && type.equals("Location"));
    }

    static Criterion parse(String type, String code, String name, Optional<String> modifier, String value) {
        if (code.equals(NEAR) && modifier.equals(Optional.of("missing"))) {
            return new Criterion.Missing(
                    type, PositionLeaf.LATITUDE, IndexKind.NUMBER, CriterionParser.missing(name, List.of(value)));
        }
        MatchParser.requireNone(name, modifier);
        return code.equals(LIST) ? inList(type, value) : near(value);
    }

    /** On one of the Lists with these ids; the functional ones, {@code $current-problems}, are not kept here. */
    private static Criterion inList(String type, String value) {
        List<String> ids =
                ValueSyntax.alternatives(value).stream().map(ValueSyntax::plain).toList();
        if (!ids.stream().allMatch(ResourceKey::isId)) {
            throw Failure.at(FailureKind.UNSUPPORTED, LIST, "the logical ids of Lists are known here, no other lists");
        }
        return new Criterion.ReferredToBy(type, "List", "item", new Criterion.IdIn(Set.copyOf(ids)));
    }

    /** {@code latitude|longitude[|distance[|unit]]}, in degrees; kilometres unless said. */
    private static Criterion near(String value) {
        List<String> fields = ValueSyntax.fields(value);
        if (fields.size() < 2 || fields.size() > 4) {
            throw invalid();
        }
        double latitude = number(fields.get(0), 90);
        double longitude = number(fields.get(1), 180);
        Double unit = UNITS.get(fields.size() == 4 ? ValueSyntax.plain(fields.get(3)) : "");
        if (unit == null) {
            throw Failure.at(FailureKind.UNSUPPORTED, NEAR, "distances are in km, m, cm or [mi_i]");
        }
        boolean far = fields.size() > 2 && !fields.get(2).isEmpty();
        double distance = far ? number(fields.get(2), Float.MAX_VALUE) * unit : DEFAULT_METRES;
        if (distance < 0) {
            throw invalid();
        }
        return new Criterion.Near(latitude, longitude, distance);
    }

    private static double number(String text, double most) {
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (Math.abs(number) <= most) {
            return number;
        }
        throw invalid();
    }

    private static Failure invalid() {
        return Failure.at(FailureKind.INVALID, NEAR, "write latitude|longitude|distance|unit");
    }
}
