/**
 * Consents (R4 Consent in IHE PCF's shape) as conditions on what may be seen. May use {@code store} and the shared
 * vocabulary. Start at {@link health.webqx.imaging.access.consent.ConsentRules}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.access.consent;
