package health.webqx.imaging.subscription;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.SubscriptionEvents;
import health.webqx.imaging.store.SubscriptionEvents.Event;
import health.webqx.imaging.store.Subscriptions;
import health.webqx.imaging.store.Subscriptions.Standing;
import health.webqx.imaging.subscription.Notification.Told;
import health.webqx.imaging.subscription.RestHook.Attempt;
import health.webqx.imaging.subscription.RestHook.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One turn of a subscription that a node has claimed: it begins, is told of events or of being alive, or ends. Of an event whose
 * resource its owner may not see now nothing is told and nothing stays; the others get their numbers then, are recorded as
 * accesses, and leave.
 */
@ApplicationScoped
class Delivery {
    private final Subscriptions subscriptions;
    private final SubscriptionEvents events;
    private final Focuses focuses;
    private final RestHook restHook;
    private final Sockets sockets;
    private final SubscriptionsConfig config;
    private final Backoff backoff;
    private final String base;

    Delivery(
            Subscriptions subscriptions,
            SubscriptionEvents events,
            Focuses focuses,
            RestHook restHook,
            Sockets sockets,
            SubscriptionsConfig config,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.subscriptions = subscriptions;
        this.events = events;
        this.focuses = focuses;
        this.restHook = restHook;
        this.sockets = sockets;
        this.config = config;
        this.backoff = new Backoff(config.firstWait(), config.longestWait());
        this.base = baseUrl.orElse("") + "/fhir/";
    }

    /** Does what is to be done for a subscription now. */
    Uni<Void> perform(Standing subscription) {
        if (subscription.ended()) {
            return subscriptions.change(subscription, "off", Optional.empty());
        }
        return Uni.createFrom()
                .item(() -> SubscriptionRequest.of(subscription.resource()))
                .flatMap(request -> subscription.status().equals("requested")
                        ? begin(subscription, request)
                        : goOn(subscription, request))
                .onFailure(Delivery::isOfAnotherRelease)
                .recoverWithUni(() -> error(subscription, "this subscription is not understood any more"));
    }

    private static boolean isOfAnotherRelease(Throwable thrown) {
        return thrown instanceof Failure failure && failure.kind() == FailureKind.UNPROCESSABLE;
    }

    private Uni<Void> goOn(Standing subscription, SubscriptionRequest request) {
        return events.waiting(subscription.sid(), request.maxCount())
                .flatMap(waiting ->
                        waiting.isEmpty() ? heartbeat(subscription, request) : tell(subscription, request, waiting));
    }

    private Uni<Void> begin(Standing subscription, SubscriptionRequest request) {
        if (request.endpoint().isEmpty()) {
            return subscriptions.change(subscription, "active", Optional.empty());
        }
        Buffer handshake = notification(subscription, request).bundle(Notification.Type.HANDSHAKE, List.of());
        return send(subscription, request, handshake)
                .flatMap(attempt -> attempt.outcome() == Outcome.TAKEN
                        ? subscriptions.change(subscription, "active", Optional.empty())
                        : error(subscription, attempt.words()));
    }

    private Uni<Void> heartbeat(Standing subscription, SubscriptionRequest request) {
        if (request.endpoint().isEmpty()) {
            return subscriptions.release(subscription, Duration.ZERO);
        }
        Buffer heartbeat = notification(subscription, request).bundle(Notification.Type.HEARTBEAT, List.of());
        return send(subscription, request, heartbeat)
                .flatMap(attempt -> settle(subscription, attempt, List.of(), List.of()));
    }

    private Uni<Void> tell(Standing subscription, SubscriptionRequest request, List<Event> waiting) {
        return focuses.forOwner(subscription, request, waiting).flatMap(visible -> {
            List<Event> known = waiting.stream()
                    .filter(event -> visible.containsKey(event.focus()))
                    .toList();
            List<Long> fresh = places(
                    known.stream().filter(event -> event.number().isEmpty()).toList());
            List<Long> hidden = places(waiting.stream()
                    .filter(event -> !visible.containsKey(event.focus()))
                    .toList());
            return subscriptions
                    .number(subscription, fresh, hidden)
                    .flatMap(last -> last.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : known.isEmpty()
                                    ? subscriptions.release(subscription, Duration.ZERO)
                                    : tell(
                                            subscription,
                                            request,
                                            told(known, visible, last.get()),
                                            places(known),
                                            fresh));
        });
    }

    private Uni<Void> tell(
            Standing subscription, SubscriptionRequest request, List<Told> told, List<Long> places, List<Long> fresh) {
        if (request.endpoint().isEmpty()) {
            return subscriptions.sent(subscription, places).invoke(() -> sockets.wake(subscription.sid()));
        }
        Buffer notification = notification(subscription, request).bundle(Notification.Type.EVENT, told);
        return send(subscription, request, notification)
                .flatMap(attempt -> settle(subscription, attempt, places, fresh));
    }

    private Uni<Void> settle(Standing subscription, Attempt attempt, List<Long> places, List<Long> fresh) {
        if (attempt.outcome() == Outcome.TAKEN) {
            return subscriptions.sent(subscription, places);
        }
        int failed = subscription.attempts() + 1;
        List<Long> unseen = attempt.outcome() == Outcome.NOT_TAKEN ? fresh : List.of();
        Uni<Void> noted = subscriptions.failed(subscription, backoff.after(failed), unseen);
        return failed < config.attempts() ? noted : noted.chain(() -> error(subscription, attempt.words()));
    }

    private Uni<Void> error(Standing subscription, String words) {
        return subscriptions.change(subscription, "error", Optional.of(words));
    }

    private Uni<Attempt> send(Standing subscription, SubscriptionRequest request, Buffer notification) {
        return restHook.send(request.endpoint().orElseThrow(), subscription.headers(), request.timeout(), notification);
    }

    private Notification notification(Standing subscription, SubscriptionRequest request) {
        return new Notification(base, subscription, request.content());
    }

    private static List<Long> places(List<Event> events) {
        return events.stream().map(Event::place).toList();
    }

    /** Events with a number come before those that get theirs now. */
    private static List<Told> told(List<Event> known, Map<ResourceKey, StoredResource> visible, long last) {
        List<Told> told = new ArrayList<>();
        long next = last;
        for (Event event : known) {
            StoredResource focus =
                    Optional.ofNullable(visible.get(event.focus())).orElseThrow();
            long number = event.number().isPresent() ? event.number().getAsLong() : ++next;
            told.add(new Told(number, event.at(), event.version(), focus));
        }
        return told;
    }
}
