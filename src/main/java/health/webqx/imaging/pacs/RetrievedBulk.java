package health.webqx.imaging.pacs;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.OptionalLong;

/**
 * One bulk value, little endian.
 *
 * @param length bytes, when known
 * @param content read once, with back-pressure
 */
public record RetrievedBulk(OptionalLong length, Multi<Buffer> content) {}
