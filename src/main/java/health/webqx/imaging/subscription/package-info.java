/**
 * Topic-based subscriptions (Subscriptions R5 Backport 1.1 on R4): what a Subscription may ask for, and how subscribers are told.
 * {@link health.webqx.imaging.subscription.Understanding} reads Subscriptions when they are written,
 * {@link health.webqx.imaging.subscription.DeliveryJob} sees to those that have something to do,
 * {@link health.webqx.imaging.subscription.Delivery} is one such turn; {@code RestHook} and {@code Sockets} are the two ways out.
 * Whatever leaves has passed {@code access.Gate} by the owner's rights as they are then. May use {@code access}, {@code audit}
 * (the names of interactions), {@code store}, {@code resource} and {@code outcome}. Start at {@code Delivery}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.subscription;
