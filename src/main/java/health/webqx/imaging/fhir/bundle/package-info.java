/**
 * Bundles that are to be acted upon: their entries read ({@link health.webqx.imaging.fhir.bundle.BundleReader}), their
 * references led to what is written ({@link health.webqx.imaging.fhir.bundle.EntryReferences}), and their answers
 * ({@link health.webqx.imaging.fhir.bundle.ResponseBundle}). Start at {@link health.webqx.imaging.fhir.bundle.BundleEntry}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.bundle;
