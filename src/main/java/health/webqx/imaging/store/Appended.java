package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.index.IndexEntries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A new resource ready to be appended under no reach.
 *
 * @param own the search entries that it shares with no other
 */
record Appended(Alike alike, StoredResource resource, IndexEntries own) {
    static Appended of(Alike alike, SearchDefinitions definitions) {
        Draft draft = alike.draft();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ObjectNode versioned = ResourceJson.versioned(draft.content(), draft.key(), 1, now);
        return new Appended(
                alike,
                new StoredResource(draft.key(), 1, now, ResourceJson.write(versioned)),
                definitions.ownEntries(draft.key().type(), versioned));
    }
}
