package health.webqx.imaging.subscription;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.SubscriptionEvents;
import health.webqx.imaging.store.SubscriptionEvents.Event;
import health.webqx.imaging.store.Subscriptions.Standing;
import health.webqx.imaging.subscription.Notification.Told;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One websocket's tie to one subscription. The next notification is made only when the one before has been written, so a slow
 * client holds up nobody and nothing piles up for it; one that takes none for a while is let go. A binding ends with its
 * subscription, or when that is another owner's.
 */
final class Binding {
    private static final Logger LOG = Logger.getLogger(Binding.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> LIVING = Set.of("requested", "active");

    private final ServerWebSocket socket;
    private final long subscription;
    private final String owner;
    private final String base;
    private final SubscriptionEvents events;
    private final Focuses focuses;
    private final Consumer<Binding> end;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean handshakeDue = new AtomicBoolean();
    private volatile long told;
    private volatile long lastSent = System.nanoTime();

    /** @param end called when there is nothing to be told any more */
    Binding(
            ServerWebSocket socket,
            Standing subscription,
            String base,
            SubscriptionEvents events,
            Focuses focuses,
            Consumer<Binding> end) {
        this.socket = socket;
        this.subscription = subscription.sid();
        this.owner = subscription.owner();
        this.told = subscription.lastNumber();
        this.base = base;
        this.events = events;
        this.focuses = focuses;
        this.end = end;
    }

    ServerWebSocket socket() {
        return socket;
    }

    long subscription() {
        return subscription;
    }

    boolean is(ServerWebSocket other, long otherSubscription) {
        return socket == other && subscription == otherSubscription;
    }

    boolean isIdle() {
        return !busy.get();
    }

    /** Sends a handshake; what is to be told is told after it, from where it was. */
    void begin(Standing standing) {
        handshakeDue.set(true);
        advance(Optional.of(standing));
    }

    /** Sends what is new, or a heartbeat when that is due. */
    void advance(Optional<Standing> found) {
        Optional<Standing> standing = found.filter(
                current -> current.owner().equals(owner) && LIVING.contains(current.status()) && !current.ended());
        if (standing.isEmpty()) {
            end.accept(this);
            return;
        }
        if (busy.compareAndSet(false, true)) {
            Uni.createFrom()
                    .deferred(() -> next(
                            standing.get(),
                            SubscriptionRequest.of(standing.get().resource())))
                    .onTermination()
                    .invoke(() -> busy.set(false))
                    .subscribe()
                    .with(done -> {}, this::failed);
        }
    }

    private void failed(Throwable failure) {
        LOG.debugf("a websocket is told later or no more: %s", failure.getMessage());
        if (!(failure instanceof Failure)) {
            socket.close();
        }
    }

    private Uni<Void> next(Standing standing, SubscriptionRequest request) {
        if (!request.endpoint().isEmpty()) {
            end.accept(this);
            return Uni.createFrom().voidItem();
        }
        if (handshakeDue.compareAndSet(true, false)) {
            return write(notification(standing, request).bundle(Notification.Type.HANDSHAKE, List.of()));
        }
        if (standing.lastNumber() > told) {
            return events.numbered(subscription, told + 1, standing.lastNumber(), request.maxCount())
                    .flatMap(news -> tell(standing, request, news));
        }
        Duration silence = Duration.ofNanos(System.nanoTime() - lastSent);
        boolean due = !request.heartbeat().isZero() && silence.compareTo(request.heartbeat()) >= 0;
        return due
                ? write(notification(standing, request).bundle(Notification.Type.HEARTBEAT, List.of()))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> tell(Standing standing, SubscriptionRequest request, List<Event> news) {
        if (news.isEmpty()) {
            told = standing.lastNumber();
            return Uni.createFrom().voidItem();
        }
        long last = news.get(news.size() - 1).number().orElseThrow();
        return focuses.forOwner(standing, request, news)
                .flatMap(visible -> {
                    List<Told> events = told(news, visible);
                    return events.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : write(notification(standing, request).bundle(Notification.Type.EVENT, events));
                })
                .invoke(() -> told = last)
                .chain(() -> last < standing.lastNumber()
                        ? next(standing, request)
                        : Uni.createFrom().voidItem());
    }

    /** The events that may be told, of those that have a number. */
    static List<Told> told(List<Event> events, Map<ResourceKey, StoredResource> visible) {
        return events.stream()
                .flatMap(event -> Optional.ofNullable(visible.get(event.focus())).stream()
                        .map(focus -> new Told(event.number().orElseThrow(), event.at(), event.version(), focus)))
                .toList();
    }

    private Uni<Void> write(Buffer notification) {
        return Uni.createFrom()
                .completionStage(() -> socket.writeTextMessage(notification.toString(StandardCharsets.UTF_8))
                        .toCompletionStage())
                .invoke(() -> lastSent = System.nanoTime())
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private Notification notification(Standing standing, SubscriptionRequest request) {
        return new Notification(base, standing, request.content());
    }
}
