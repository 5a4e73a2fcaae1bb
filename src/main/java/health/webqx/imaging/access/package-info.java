/**
 * Who may do what, to what, now. {@link health.webqx.imaging.access.Gate} is the one place every request passes: it asks
 * {@link health.webqx.imaging.access.AccessRules} for an {@link health.webqx.imaging.access.AccessDecision}, runs the work
 * under the permitted reach and has the outcome recorded before the answer leaves. Sub-packages: {@code token} (who asks),
 * {@code scope} (what the token allows), {@code policy} (what this
 * server lets staff and patients have), {@code consent} (what the patient allows). May use {@code audit}, {@code store}
 * and the shared vocabulary. Start at {@code Gate}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.access;
