package health.webqx.imaging.cache;

import io.vertx.core.buffer.Buffer;

/**
 * Bytes as they were sent.
 *
 * @param label what who made them has to know of them; kept in memory
 */
public record KeptAnswer(String label, Buffer content) {
    /** What it takes in memory, about. */
    long size() {
        return content.length() + 2L * label.length() + 256;
    }
}
