/**
 * What happened, as AuditEvents in the shape of IHE BALP 1.1. {@link health.webqx.imaging.audit.AuditLog} takes what the
 * gate tells it and is done when the events are on disk; {@link health.webqx.imaging.audit.BalpEvent} is the shape.
 * {@link health.webqx.imaging.audit.Lookers} says what patients are told of those who looked; {@code atna} is the form that
 * other audit repositories take. May use {@code store}, {@code resource} and {@code outcome}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.audit;
