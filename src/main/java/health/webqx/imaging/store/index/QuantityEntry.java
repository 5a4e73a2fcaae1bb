package health.webqx.imaging.store.index;

import java.math.BigDecimal;

/**
 * A Quantity or one of its kinds (R4 3.1.1.4.12); Money has its currency as a code of {@code urn:iso:std:iso:4217}.
 *
 * @param param the search parameter's code
 * @param system the unit's system; empty when there is none
 * @param code the unit's code; empty when there is none
 * @param unit the unit as people write it; empty when there is none
 * @param value the number as it stands
 * @param low first number covered: by precision, or {@link NumberSpan#LEAST} for comparator {@code <}
 * @param high first number no longer covered: by precision, or {@link NumberSpan#GREATEST} for comparator {@code >}
 */
public record QuantityEntry(
        String param, String system, String code, String unit, BigDecimal value, BigDecimal low, BigDecimal high) {}
