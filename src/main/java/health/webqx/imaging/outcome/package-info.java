/**
 * How things fail: one {@link health.webqx.imaging.outcome.Failure} type with a closed list of
 * {@link health.webqx.imaging.outcome.FailureKind kinds}. Imports nothing; everybody may use it.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.outcome;
