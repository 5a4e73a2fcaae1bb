/** One class for each FHIR operation, named as R4 names it (3.2): each asks the gate, and does its work under the permit. */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.fhir.operation;
