package health.webqx.imaging.resource;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * One version of a resource in its stored form, which is the form every answer carries.
 *
 * @param key which resource
 * @param version 1-based
 * @param lastUpdated when this version was written, to the millisecond
 * @param json the exact UTF-8 JSON of a read, {@code id} and {@code meta} inside; must not be changed
 */
public record StoredResource(ResourceKey key, int version, Instant lastUpdated, Buffer json) {
    /** The weak entity tag of this version (R4 3.1.0.1.3). */
    public String etag() {
        return EntityTag.of(version);
    }
}
