package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** The two number entries of a {@code Location.position}, each under a name of its own. */
public final class PositionLeaf {
    /** Degrees north. */
    public static final String LATITUDE = "near:latitude";

    /** Degrees east. */
    public static final String LONGITUDE = "near:longitude";

    private PositionLeaf() {}

    static Walk of(ElementType type) {
        boolean position = !type.children("latitude").isEmpty()
                && !type.children("longitude").isEmpty();
        return position ? (node, into) -> position(node, into) : Walk.NOWHERE;
    }

    private static boolean position(JsonNode node, Collector into) {
        JsonNode latitude = node.path("latitude");
        JsonNode longitude = node.path("longitude");
        return NumberSpan.of(latitude).isPresent()
                && NumberSpan.of(longitude).isPresent()
                && into.add(entry(LATITUDE, latitude.decimalValue()))
                && into.add(entry(LONGITUDE, longitude.decimalValue()));
    }

    private static NumberEntry entry(String param, BigDecimal degrees) {
        return new NumberEntry(param, degrees, degrees, degrees);
    }
}
