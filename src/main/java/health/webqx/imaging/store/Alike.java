package health.webqx.imaging.store;

/**
 * A resource about to be written that shares search entries with others.
 *
 * @param likeness equal for drafts whose shared entries are equal; a value
 */
public record Alike(Draft draft, Object likeness) {}
