/**
 * For demo, dev and test only: an authorization server that everybody may ask for a token, and the sample people. In
 * production none of its routes exist. Imported by nobody; may use {@code store} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.sandbox;
