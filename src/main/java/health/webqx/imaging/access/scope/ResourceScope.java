package health.webqx.imaging.access.scope;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One scope on resources.
 *
 * @param context whose resources
 * @param type a resource type's name or {@code *}
 * @param permissions what may be done
 * @param filter the search parameters of a granular scope, name and value decoded; all must hold
 */
public record ResourceScope(
        Context context, String type, Set<Permission> permissions, List<Map.Entry<String, String>> filter) {
    /** Stands for every type. */
    public static final String ANY_TYPE = "*";

    /** Whose resources a scope is about. */
    public enum Context {
        /** Those of the patient in the token's context. */
        PATIENT,
        /** Those the user may see. */
        USER,
        /** Those a backend service may see. */
        SYSTEM
    }

    /** Whether the scope says this may be done to resources of that type. */
    public boolean covers(String resourceType, Permission permission) {
        return (type.equals(ANY_TYPE) || type.equals(resourceType)) && permissions.contains(permission);
    }
}
