/**
 * The history interactions' requests and Bundles (R4 3.1.0.12). Start at
 * {@link health.webqx.imaging.fhir.history.HistoryRequest}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.history;
