/**
 * Who is asking: tokens of every configured issuer, verified by {@code quarkus-oidc}, read into a
 * {@link health.webqx.imaging.access.token.Caller}. May use {@code access.scope} and the shared vocabulary.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.access.token;
