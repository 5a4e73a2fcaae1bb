package health.webqx.imaging.store.chain;

/**
 * A link that an earlier verification ended at, kept outside of the database: who makes the database what it once was cannot
 * change it.
 *
 * @param number of the link
 * @param hash of the link, in hexadecimal digits
 */
public record Checkpoint(long number, String hash) {}
