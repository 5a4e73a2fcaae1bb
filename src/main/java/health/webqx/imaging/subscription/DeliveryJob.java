package health.webqx.imaging.subscription;

import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.SubscriptionEvents;
import health.webqx.imaging.store.Subscriptions;
import health.webqx.imaging.store.Subscriptions.Standing;
import health.webqx.imaging.store.WriteObserver;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Sees to it that subscribers are told: at once of what this node wrote, and soon of what other nodes wrote and left, of what is
 * to be tried again, to be heard of, or over. While nobody has subscribed it asks the database that once a beat, nothing else.
 */
@ApplicationScoped
class DeliveryJob implements WriteObserver {
    private static final Logger LOG = Logger.getLogger(DeliveryJob.class);
    private static final Duration BESIDES_SENDING = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofMinutes(10);

    /** Writes that come together are told together. */
    private static final long GATHERING_MILLIS = 20;

    private static final int TURNS_AT_ONCE = 32;

    private static final Set<String> TYPES = Stream.concat(
                    Stream.of("Subscription"), Arrays.stream(Topic.values()).map(Topic::type))
            .collect(Collectors.toUnmodifiableSet());

    private final SubscriptionEvents events;
    private final Subscriptions subscriptions;
    private final Delivery delivery;
    private final SubscriptionsConfig config;
    private final Vertx vertx;
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean anybody;
    private volatile boolean stopped;

    DeliveryJob(
            SubscriptionEvents events,
            Subscriptions subscriptions,
            Delivery delivery,
            SubscriptionsConfig config,
            Vertx vertx) {
        this.events = events;
        this.subscriptions = subscriptions;
        this.delivery = delivery;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes @Priority(400) StartupEvent event) {
        vertx.setPeriodic(config.pollInterval().toMillis(), timer -> beat());
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    @Override
    public Uni<Void> written(List<StoredResource> resources) {
        for (StoredResource resource : resources) {
            String type = resource.key().type();
            anybody |= type.equals("Subscription");
            if (anybody && TYPES.contains(type)) {
                wake();
                break;
            }
        }
        return Uni.createFrom().voidItem();
    }

    private void beat() {
        if (stopped) {
            return;
        }
        subscriptions
                .any()
                .subscribe()
                .with(
                        any -> {
                            anybody = any;
                            if (any) {
                                wake();
                            }
                        },
                        failure -> LOG.debugf("subscriptions cannot be looked at: %s", failure.getMessage()));
    }

    private void sweep() {
        if (!stopped) {
            events.forgetOlderThan(Instant.now().minus(config.retention()))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("old events stay: %s", failure.getMessage()));
        }
    }

    /** Calls for a run; those that come before it begins share it. */
    private void wake() {
        if (!stopped && called.compareAndSet(false, true)) {
            vertx.setTimer(GATHERING_MILLIS, timer -> run());
        }
    }

    /** While one is under way, another call is kept for after it. */
    private void run() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        called.set(false);
        events.record().chain(() -> claim()).subscribe().with(done -> ended(), failure -> {
            LOG.debugf("subscribers are told later: %s", failure.getMessage());
            ended();
        });
    }

    private void ended() {
        running.set(false);
        if (called.get() && !stopped) {
            vertx.setTimer(GATHERING_MILLIS, timer -> run());
        }
    }

    private Uni<Void> claim() {
        int free = TURNS_AT_ONCE - turns.get();
        return free <= 0
                ? Uni.createFrom().voidItem()
                : subscriptions
                        .claim(free, BESIDES_SENDING)
                        .invoke(claimed -> claimed.forEach(this::turn))
                        .replaceWithVoid();
    }

    private void turn(Standing subscription) {
        turns.incrementAndGet();
        Uni.createFrom()
                .deferred(() -> delivery.perform(subscription))
                .onTermination()
                .invoke(turns::decrementAndGet)
                .subscribe()
                .with(done -> wake(), failure -> interrupted(subscription, failure));
    }

    /** What could not be done at all is done later, as if it had not been begun; a claim that is lost is no concern. */
    private void interrupted(Standing subscription, Throwable failure) {
        LOG.warnf("%s is told later: %s", subscription.key(), failure);
        subscriptions
                .release(subscription, config.firstWait())
                .subscribe()
                .with(done -> {}, unreachable -> LOG.debug("the claim runs out by itself"));
    }
}
