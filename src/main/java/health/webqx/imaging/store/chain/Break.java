package health.webqx.imaging.store.chain;

/**
 * A place where what is stored is not what was stored.
 *
 * @param link number of the link it is in; 0 for what is before all links
 * @param place the event, as {@code AuditEvent/id}, or what of the chain it is
 * @param what is wrong with it
 */
public record Break(long link, String place, String what) {}
