package health.webqx.imaging.store;

/**
 * What a read found some time ago. It is what the same read would find now only where the {@link Journal} finds the mark
 * unchanged: before that it may be shown to nobody.
 */
public record Recalled(Found found, Mark mark) {}
