/**
 * The FHIR REST API (R4 3.1). {@link health.webqx.imaging.fhir.FhirApi} is the table of routes; {@code interaction} has one
 * class for each interaction, {@code search} and {@code history} read requests and write their Bundles, {@code bundle} is for
 * those that are acted upon. May use {@code access}, {@code store} and the shared vocabulary. Start at {@code FhirApi}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir;
