/**
 * Changes of some of a resource's elements, made on its JSON tree so that everything else stays as it was stored: JSON Patch
 * ({@link health.webqx.imaging.fhir.patch.JsonPatch}, RFC 6902) and FHIRPath Patch
 * ({@link health.webqx.imaging.fhir.patch.FhirPathPatch}, R4 fhirpatch.html). Knows no HTTP and no store; may use
 * {@code resource} and {@code outcome}. Start at {@link health.webqx.imaging.fhir.patch.PatchDocument}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.patch;
