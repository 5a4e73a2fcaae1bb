/**
 * A FHIR resource as data: its identity and version ({@link health.webqx.imaging.resource.ResourceKey},
 * {@link health.webqx.imaging.resource.StoredResource}), its JSON ({@link health.webqx.imaging.resource.ResourceJson})
 * and the R4 model it is checked against ({@link health.webqx.imaging.resource.R4}). May use {@code outcome}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.resource;
