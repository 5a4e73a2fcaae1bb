package health.webqx.imaging.store.index;

import java.util.Locale;

/** How a search parameter compares (R4 value set {@code search-param-type}). */
public enum SearchParameterType {
    TOKEN,
    REFERENCE,
    DATE,
    STRING,
    URI,
    NUMBER,
    QUANTITY,
    COMPOSITE,
    /** Each has a logic of its own, such as {@code Location.near}; none is indexed here. */
    SPECIAL;

    /** The type's code in FHIR, such as {@code token}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a code of the value set; anything else is an {@link IllegalArgumentException}. */
    static SearchParameterType of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
