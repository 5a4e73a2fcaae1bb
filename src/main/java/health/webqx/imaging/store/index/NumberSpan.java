package health.webqx.imaging.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The span a number covers by the digits it is written with (R4 3.1.1.4.6), half-open. The JSON must have been read
 * with exact decimals: a double has lost the digits.
 *
 * @param value the number as it stands
 * @param low first number covered
 * @param high first number no longer covered
 */
public record NumberSpan(BigDecimal value, BigDecimal low, BigDecimal high) {
    /** Below every number indexed: stands for an open end. */
    public static final BigDecimal LEAST = BigDecimal.TEN.pow(100).negate();
    /** Above every number indexed: stands for an open end. */
    public static final BigDecimal GREATEST = BigDecimal.TEN.pow(100);

    /** Exponents beyond it are of no use and a danger to whoever writes the number out. */
    private static final int LARGEST_SCALE = 50;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** The span of a number; empty for one with more than 50 digits before or after the point. */
    public static Optional<NumberSpan> of(BigDecimal value) {
        if (Math.abs((long) value.scale()) > LARGEST_SCALE || value.precision() > LARGEST_SCALE) {
            return Optional.empty();
        }
        BigDecimal half = HALF.scaleByPowerOfTen(-value.scale());
        return Optional.of(new NumberSpan(value, value.subtract(half), value.add(half)));
    }

    /** The span of a JSON number; empty for anything else. */
    static Optional<NumberSpan> of(JsonNode node) {
        return isFinite(node) ? of(node.decimalValue()) : Optional.empty();
    }

    /** From the low end of a Range to its high end; a missing end is open, and without both there is no span. */
    static Optional<NumberSpan> ofRange(JsonNode node) {
        Optional<NumberSpan> low = of(node.path("low").path("value"));
        Optional<NumberSpan> high = of(node.path("high").path("value"));
        if (low.isEmpty() && high.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NumberSpan(
                low.or(() -> high).orElseThrow().value(),
                low.map(NumberSpan::low).orElse(LEAST),
                high.map(NumberSpan::high).orElse(GREATEST)));
    }

    private static boolean isFinite(JsonNode node) {
        return node.isNumber()
                && (!node.isFloatingPointNumber() || node.isBigDecimal() || Double.isFinite(node.doubleValue()));
    }
}
