package health.webqx.imaging.store.search;

import health.webqx.imaging.resource.StoredResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One page of a search.
 *
 * @param matches what was searched for, in the search's order
 * @param included what came along, each once
 * @param next the key the next page starts after; absent on the last page
 * @param patients ids of the patients whose compartments the page's resources are in
 */
public record SearchPage(
        List<StoredResource> matches, List<StoredResource> included, Optional<PageKey> next, Set<String> patients) {}
