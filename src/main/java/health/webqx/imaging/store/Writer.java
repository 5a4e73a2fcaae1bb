package health.webqx.imaging.store;

import io.vertx.core.buffer.Buffer;

/**
 * Who writes, for resources that stay their writer's own and act by the writer's rights.
 *
 * @param identity the same for the same user of the same app with the same patient
 * @param rights what the writer may do, as only {@code access} understands it
 */
public record Writer(String identity, Buffer rights) {}
