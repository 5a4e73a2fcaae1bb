/**
 * Bytes that only pass through: from an archive to who asked for them. They lie in
 * {@link health.webqx.imaging.passing.PassingMemory}, which is used again once they have left (decision record 021),
 * and are put together without a copy ({@link health.webqx.imaging.passing.InOne}). Start at
 * {@link health.webqx.imaging.passing.Passing}. Uses nothing of the rest.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.passing;
