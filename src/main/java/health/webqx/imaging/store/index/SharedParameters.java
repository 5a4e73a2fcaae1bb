package health.webqx.imaging.store.index;

import java.util.Set;

/**
 * Search parameters whose index entries may lie under a number that resources share (column {@code shape}), rather than
 * under each resource's own.
 */
public final class SharedParameters {
    private static final String TYPE = "AuditEvent";

    /** What differs from event to event. */
    private static final Set<String> OWN = Set.of("patient", "entity", "date");

    private SharedParameters() {}

    /** Whether resources of the type share entries at all. */
    public static boolean exist(String type) {
        return type.equals(TYPE);
    }

    /** Whether the entries of that parameter are shared. */
    public static boolean contain(String type, String code) {
        return exist(type) && !OWN.contains(code.replaceFirst(":.*", ""));
    }

    /** The column of {@code resource} whose number the index rows of the parameter bear. */
    public static String column(String type, String code) {
        return contain(type, code) ? "shape" : "sid";
    }
}
