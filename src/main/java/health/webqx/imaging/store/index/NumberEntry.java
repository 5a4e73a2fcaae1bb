package health.webqx.imaging.store.index;

import java.math.BigDecimal;

/**
 * A number with the span its precision implies (R4 3.1.1.4.6): {@code 100} covers 99.5 to 100.5, a Range what it says.
 *
 * @param param the search parameter's code
 * @param value the number as it stands; of a Range its low end, or its high end if that is all it has
 * @param low first number covered
 * @param high first number no longer covered
 */
public record NumberEntry(String param, BigDecimal value, BigDecimal low, BigDecimal high) {}
