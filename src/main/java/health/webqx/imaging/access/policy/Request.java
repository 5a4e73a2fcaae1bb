package health.webqx.imaging.access.policy;

import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.Caller;
import java.time.Instant;

/**
 * What a policy needs to know of a request.
 *
 * @param caller who asks
 * @param standing what the store says of the caller
 * @param write whether something is written
 * @param access how much of a study is asked for
 * @param now the moment that everything is judged by
 */
public record Request(Caller caller, Standing standing, boolean write, ImageAccess access, Instant now) {}
