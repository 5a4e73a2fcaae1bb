/**
 * The server's own policy: what staff, patients and those who act for them may see beside what their tokens say, by what the
 * store knows of them at that moment. May use {@code access.consent}, {@code access.token}, {@code store} and the shared
 * vocabulary. Start at {@link health.webqx.imaging.access.policy.StaffPolicy} and
 * {@link health.webqx.imaging.access.policy.PersonPolicy}; {@code access.AccessRules} puts them together.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.access.policy;
