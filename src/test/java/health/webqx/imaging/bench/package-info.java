/**
 * The benchmark: loads a synthetic population into a FHIR server and measures it under a closed loop. A program, not a
 * test; {@link health.webqx.imaging.bench.Benchmark} is where it starts, the README says how to run it.
 */
package health.webqx.imaging.bench;
