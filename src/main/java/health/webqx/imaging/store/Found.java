package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import java.util.Set;

/**
 * What a read found.
 *
 * @param resource the version asked for
 * @param patients ids of the patients whose compartments it is in
 */
public record Found(StoredResource resource, Set<String> patients) {}
