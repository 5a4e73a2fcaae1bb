/**
 * SMART scopes, read by the grammar of SMART App Launch 2.2 and of its first version. What does not parse grants nothing.
 * May use {@code outcome}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.access.scope;
