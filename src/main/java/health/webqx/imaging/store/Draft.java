package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.TimeOrderedUuid;

/**
 * A resource about to be written.
 *
 * @param key where it will stand
 * @param content as the writer gave it; {@code id} and version are set by the store
 */
public record Draft(ResourceKey key, ObjectNode content) {
    /** A draft of a new resource, under an id of the server's choice. */
    public static Draft ofNew(String type, ObjectNode content) {
        return new Draft(new ResourceKey(type, TimeOrderedUuid.next()), content);
    }
}
