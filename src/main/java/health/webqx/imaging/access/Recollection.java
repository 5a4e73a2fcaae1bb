package health.webqx.imaging.access;

import health.webqx.imaging.store.Mark;
import io.smallrye.mutiny.Uni;

/**
 * What a caller may be given out of memory, provided that a row is still as it was when it was found to be in the caller's
 * reach.
 *
 * @param disclosure made without asking the database or an archive; what fails here is tried by the work itself
 */
public record Recollection<T>(Uni<Disclosure<T>> disclosure, Mark provided) {}
