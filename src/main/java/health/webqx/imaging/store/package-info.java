/**
 * Versioned resources and search in PostgreSQL. {@link health.webqx.imaging.store.ResourceStore} is the whole of it for
 * the packages above; {@link health.webqx.imaging.store.Reach} says what of it a caller may see, and no query goes without
 * one. {@link health.webqx.imaging.store.Journal} makes AuditEvents of accesses that were noted. Sub-packages: {@code chain}
 * holds those together (decision record 012), {@code index} reads from a resource what search finds it by, {@code search} turns a search into SQL,
 * {@code postgres} runs the embedded server of demo, dev and test. May use {@code resource} and {@code outcome}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.store;
