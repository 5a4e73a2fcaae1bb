package health.webqx.imaging.store.search;

import java.util.Locale;
import java.util.Optional;

/** How a date of a search relates to the dates it finds (R4 3.1.1.4.6 prefixes). */
public enum DatePrefix {
    /** The found interval lies within the searched one. */
    EQ,
    /** It does not. */
    NE,
    /** Something of the found interval is after the searched one. */
    GT,
    /** Something of it is before. */
    LT,
    /** {@link #GT} or {@link #EQ}. */
    GE,
    /** {@link #LT} or {@link #EQ}. */
    LE,
    /** All of it is after. */
    SA,
    /** All of it is before. */
    EB,
    /** The two overlap, with a tenth of the distance to now as play. */
    AP;

    /** The prefix that a value begins with, if it begins with letters. */
    static Optional<DatePrefix> of(String letters) {
        for (DatePrefix prefix : values()) {
            if (prefix.name().toLowerCase(Locale.ROOT).equals(letters)) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }
}
