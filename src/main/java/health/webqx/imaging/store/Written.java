package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import java.util.Set;

/**
 * What a write left behind.
 *
 * @param resource the version that is now current
 * @param created whether there was none before
 * @param patients ids of the patients whose compartments it is in
 */
public record Written(StoredResource resource, boolean created, Set<String> patients) {
    /** A resource that was there and is left as it was. */
    public static Written unchanged(Found found) {
        return new Written(found.resource(), false, found.patients());
    }
}
