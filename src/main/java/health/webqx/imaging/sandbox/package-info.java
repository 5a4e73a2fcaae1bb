/**
 * For demo, dev and test only: an authorization server ({@code authorization}) and a shortcut to its tokens, the sample
 * people and their studies ({@code sample}). In production none of its routes exist. Imported by nobody; may use
 * {@code store} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.sandbox;
