/** One class for each FHIR interaction, named as R4 3.1.0 names it: each asks the gate, and does its work under the permit. */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.interaction;
