package health.webqx.imaging.store.search;

import health.webqx.imaging.store.index.UcumUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One value of a search parameter, understood (R4 3.1.1.4). Values of one parameter are alternatives. */
public sealed interface Match {
    /**
     * A token (R4 3.1.1.4.10).
     *
     * @param system the system it must have; empty text for none at all; absent for any
     * @param code the code or value; absent for any of the system
     */
    record Token(Optional<String> system, Optional<String> code) implements Match {}

    /** One of these codes of a system. */
    record TokenAmong(String system, List<String> codes) implements Match {}

    /**
     * A reference to a resource of this server (R4 3.1.1.4.12).
     *
     * @param type the target's type; absent for any the parameter allows
     * @param id the target's logical id
     */
    record LocalReference(Optional<String> type, String id) implements Match {}

    /** A reference to a resource elsewhere, by its URL. */
    record RemoteReference(String url) implements Match {}

    /** A logical reference by identifier (R4 3.1.1.4.12, {@code :identifier}). */
    record ReferenceIdentifier(Optional<String> system, String value) implements Match {}

    /**
     * A date, as the interval its precision covers (R4 3.1.1.4.7).
     *
     * @param low first millisecond
     * @param high last millisecond
     */
    record Date(DatePrefix prefix, long low, long high) implements Match {}

    /** Several dates that one entry meets, all of them. */
    record Window(List<Date> dates) implements Match {}

    /**
     * A number, with the span that its digits cover (R4 3.1.1.4.6).
     *
     * @param low first number covered
     * @param high first number no longer covered
     */
    record Numeric(DatePrefix prefix, BigDecimal value, BigDecimal low, BigDecimal high) implements Match {}

    /**
     * A quantity (R4 3.1.1.4.11).
     *
     * @param system of the unit; absent for any
     * @param code of the unit, or the unit as people write it where no system is given; absent for any
     */
    record Quantity(Numeric number, Optional<String> system, Optional<String> code) implements Match {}

    /** A quantity in a unit of UCUM, which other units may express (R4 3.1.1.4.11). */
    record CanonicalQuantity(Numeric number, UcumUnit unit) implements Match {}

    /** A string's beginning, without regard to case, accents and white space (R4 3.1.1.4.8). */
    record StringStart(String normalized) implements Match {}

    /** A string's part, likewise. */
    record StringPart(String normalized) implements Match {}

    /** The whole string, letter by letter. */
    record StringExact(String text) implements Match {}

    /** A URI, letter by letter (R4 3.1.1.4.14). */
    record UriEqual(String uri) implements Match {}

    /** This URI, or one whose path goes on from it ({@code :below}). */
    record UriBelow(String uri) implements Match {}

    /** One of these URIs: this one and those that its path goes on from ({@code :above}). */
    record UriAmong(List<String> uris) implements Match {}
}
