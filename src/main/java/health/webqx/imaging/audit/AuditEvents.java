package health.webqx.imaging.audit;

import health.webqx.imaging.store.Alike;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Journal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes AuditEvents of the journal: at once when there is little to do, more slowly while many callers wait for answers, but
 * never much later than {@link #LONGEST_WAIT}, and always before somebody reads AuditEvents.
 */
@ApplicationScoped
class AuditEvents {
    private static final Logger LOG = Logger.getLogger(AuditEvents.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** More events than this in one beat: callers come first. */
    private static final int BUSY = 200;

    /** Of the journal; an access takes some 400. */
    private static final int BYTES_AT_ONCE = 128 * 1024;

    private static final int BYTES_WHILE_BUSY = 10 * 1024;

    private final Journal journal;
    private final Vertx vertx;
    private final String server;
    private final AtomicBoolean unsettled = new AtomicBoolean(true);
    private final AtomicBoolean settling = new AtomicBoolean();
    private final AtomicInteger notedInBeat = new AtomicInteger();
    private final AtomicInteger beatsBehind = new AtomicInteger();
    private volatile boolean stopped;

    AuditEvents(Journal journal, Vertx vertx, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.journal = journal;
        this.vertx = vertx;
        this.server = baseUrl.orElse("");
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        vertx.setPeriodic(BEAT.toMillis(), timer -> beat());
    }

    /** What is still in the journal waits there for the next start, or for another node. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** That accesses are in the journal which will be so many events. */
    void noted(int events) {
        unsettled.set(true);
        notedInBeat.addAndGet(events);
    }

    /** Completes when all that is in the journal now has become AuditEvents. */
    Uni<Void> settled() {
        return settledWhile(() -> true).replaceWithVoid();
    }

    private void beat() {
        boolean busy = notedInBeat.getAndSet(0) > BUSY;
        boolean waitedEnough = beatsBehind.incrementAndGet() * BEAT.toMillis() >= LONGEST_WAIT.toMillis();
        if (!unsettled.get() && !settling.get()) {
            beatsBehind.set(0);
        }
        if (stopped || !unsettled.get() || !settling.compareAndSet(false, true)) {
            return;
        }
        unsettled.set(false);
        (busy && !waitedEnough ? some() : all(waitedEnough)).subscribe().with(done -> settling.set(false), failure -> {
            if (!stopped) {
                LOG.warnf("AuditEvents are made later: %s", failure.getMessage());
            }
            unsettled.set(true);
            settling.set(false);
        });
    }

    /** What a quiet beat begins is left to later ones when callers come. */
    private Uni<Void> all(boolean waitedEnough) {
        return settledWhile(() -> waitedEnough || notedInBeat.get() <= BUSY)
                .invoke(left -> {
                    if (left > 0) {
                        unsettled.set(true);
                    } else {
                        beatsBehind.set(0);
                    }
                })
                .replaceWithVoid();
    }

    /** How many entries the last portion had: 0 when none is left. */
    private Uni<Integer> settledWhile(BooleanSupplier wanted) {
        return Multi.createBy()
                .repeating()
                .uni(() -> journal.settle(BYTES_AT_ONCE, AuditEvents::told, this::event))
                .whilst(entries -> entries > 0 && wanted.getAsBoolean())
                .collect()
                .last();
    }

    private Uni<Void> some() {
        return journal.settle(BYTES_WHILE_BUSY, AuditEvents::told, this::event)
                .invoke(entries -> unsettled.set(true))
                .replaceWithVoid();
    }

    /** One access as far as it is about one patient, or about none. */
    private record Told(AccessRecord access, Optional<String> patient) {}

    private static List<Told> told(Buffer entry) {
        List<Told> all = new ArrayList<>();
        for (AccessRecord access : JournalEntry.read(entry)) {
            access.patients().forEach(patient -> all.add(new Told(access, Optional.of(patient))));
            if (access.patients().isEmpty()) {
                all.add(new Told(access, Optional.empty()));
            }
        }
        return all;
    }

    private Alike event(Told told) {
        return new Alike(
                Draft.ofNew("AuditEvent", BalpEvent.of(told.access(), told.patient(), server)),
                Likeness.of(told.access(), told.patient()));
    }
}
