/**
 * The project's implementation guide, kept in {@code fhir-profiles/}, and the HL7 validator over it and R4. Uses
 * {@code resource} and {@code outcome} only. Start reading at {@link health.webqx.imaging.profile.Profiles}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.profile;
