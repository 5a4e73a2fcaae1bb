/**
 * What a search request says ({@link health.webqx.imaging.fhir.search.SearchRequest}), where its next page begins
 * ({@link health.webqx.imaging.fhir.search.PageToken}), what codes a value set holds
 * ({@link health.webqx.imaging.fhir.search.ValueSetCodes}), and the Bundle it is answered with.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.search;
