/**
 * The FHIR REST API (R4 3.1). {@link health.webqx.imaging.fhir.FhirApi} is the table of routes; {@code interaction} has one
 * class for each interaction, {@code search} reads searches and writes their Bundles. May use {@code access},
 * {@code store} and the shared vocabulary. Start at {@code FhirApi}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir;
