/**
 * Search as the store understands it: {@link health.webqx.imaging.store.search.SearchQuery} and its criteria, read from a
 * caller's parameters by {@link health.webqx.imaging.store.search.CriterionParser}, written as one SQL statement by
 * {@link health.webqx.imaging.store.search.SearchStatement} together with the caller's reach. May use {@code resource},
 * {@code outcome} and the definitions in {@code store.index}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.store.search;
