package health.webqx.imaging.store.index;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A unit of UCUM as its relation to UCUM's base units (The Unified Code for Units of Measure, 2.2). Temperatures in degrees
 * are kelvins with another zero; other units on scales of their own, such as pH, have no relation here, and arbitrary units,
 * such as {@code [iU]}, relate to themselves alone.
 *
 * @param canonical the base units with their powers, in alphabetical order; empty for a pure number
 * @param factor how many of the canonical unit it is
 * @param offset of the canonical unit at zero
 */
public record UcumUnit(String canonical, BigDecimal factor, BigDecimal offset) {
    /** UCUM as a code system. */
    public static final String SYSTEM = "http://unitsofmeasure.org";

    /** More digits than any measurement has, and fewer than a division that does not come out even spoils. */
    private static final MathContext KEPT = new MathContext(18);

    private static final int LONGEST_CODE = 60;
    private static final int MOST_REMEMBERED = 5000;

    /** Beyond this many places before or after the point, values would pass those that stand for an open end. */
    private static final int LARGEST_POWER = 45;

    private static final BigDecimal KELVINS_AT_ZERO = new BigDecimal("273.15");
    private static final BigDecimal FAHRENHEIT = new BigDecimal(5).divide(new BigDecimal(9), MathContext.DECIMAL128);
    private static final Map<String, UcumUnit> SCALES = Map.of(
            "Cel", new UcumUnit("K", BigDecimal.ONE, KELVINS_AT_ZERO),
            "[degF]", new UcumUnit("K", FAHRENHEIT, new BigDecimal("459.67").multiply(FAHRENHEIT)));

    private static final Map<String, Optional<UcumUnit>> REMEMBERED = new ConcurrentHashMap<>();

    /** Reads UCUM's definitions, which takes a moment, before there is a request that would wait for them. */
    public static void prepare() {
        find(SYSTEM, "g");
    }

    /** The unit of a code; empty where the system is not UCUM, or the code none that relates to base units. */
    public static Optional<UcumUnit> find(String system, String code) {
        if (!system.equals(SYSTEM) || code.isEmpty() || code.length() > LONGEST_CODE) {
            return Optional.empty();
        }
        Optional<UcumUnit> known = REMEMBERED.get(code);
        if (known != null) {
            return known;
        }
        Optional<UcumUnit> unit = Optional.ofNullable(SCALES.get(code)).or(() -> UcumExpression.find(code)
                .filter(UcumUnit::isOfUse)
                .map(term -> new UcumUnit(term.canonical(), term.factor(), BigDecimal.ZERO)));
        if (REMEMBERED.size() < MOST_REMEMBERED) {
            REMEMBERED.put(code, unit);
        }
        return unit;
    }

    /** As many of the canonical unit; open ends stay what they are. */
    public BigDecimal toCanonical(BigDecimal value) {
        if (value.abs().compareTo(NumberSpan.GREATEST) == 0) {
            return value;
        }
        return value.multiply(factor).add(offset).round(KEPT);
    }

    private static boolean isOfUse(UcumExpression.Term term) {
        return Math.abs((long) term.factor().precision() - term.factor().scale()) <= LARGEST_POWER;
    }
}
