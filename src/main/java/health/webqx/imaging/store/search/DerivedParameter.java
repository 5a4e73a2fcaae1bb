package health.webqx.imaging.store.search;

/**
 * Names under which a token parameter's other sides are indexed: what its codes are called ({@code :text}), as strings, and
 * identifiers by their type ({@code :of-type}), as tokens (R4 3.1.1.4.5).
 */
public final class DerivedParameter {
    private DerivedParameter() {}

    /** The parameter of what the codes are called. */
    public static String text(String code) {
        return code + ":text";
    }

    /** The parameter of identifiers with a type. */
    public static String ofType(String code) {
        return code + ":of-type";
    }

    /** The type of an identifier, as that parameter's system. */
    public static String typeOfIdentifier(String system, String code) {
        return system + "|" + code;
    }
}
