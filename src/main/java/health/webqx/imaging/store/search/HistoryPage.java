package health.webqx.imaging.store.search;

import health.webqx.imaging.resource.StoredResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One page of versions, newest first.
 *
 * @param next where the next page starts; absent on the last page
 * @param patients ids of the patients whose compartments they are in
 */
public record HistoryPage(List<Entry> entries, Optional<HistoryQuery.Position> next, Set<String> patients) {
    /**
     * A version.
     *
     * @param resource its JSON is empty for a deletion
     */
    public record Entry(StoredResource resource, boolean deleted) {}
}
