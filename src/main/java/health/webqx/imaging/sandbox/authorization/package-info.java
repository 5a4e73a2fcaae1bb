/**
 * The sandbox authorization server (SMART App Launch 2.2): apps are registered by settings, people log in without
 * passwords, consent scope by scope, and get tokens that are signed and shaped like those of any other issuer. One class an
 * endpoint; protocol messages are read and written by Nimbus's OAuth SDK. Everything here may block and runs on worker
 * threads. May use {@code store} and the shared vocabulary. Start reading at
 * {@link health.webqx.imaging.sandbox.authorization.AuthorizationServer}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.sandbox.authorization;
