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
import java.util.function.IntPredicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Makes AuditEvents of the journal: at once when there is little to do, more slowly while many callers wait for answers, and
 * always before somebody reads AuditEvents. While callers go on for longer than {@link AuditConfig#longestWait}, as many are made as
 * come and some more, so that what waits gets less and callers are not held up by all of it at once.
 */
@ApplicationScoped
class AuditEvents {
    private static final Logger LOG = Logger.getLogger(AuditEvents.class);
    private static final Duration BEAT = Duration.ofMillis(500);

    /** More events than this in one beat: callers come first. */
    private static final int BUSY = 200;

    /** Of the journal; an access takes some 400. */
    private static final int BYTES_AT_ONCE = 128 * 1024;

    private static final int BYTES_WHILE_BUSY = 10 * 1024;

    private final Journal journal;
    private final AuditConfig config;
    private final Vertx vertx;
    private final String server;
    private final AtomicBoolean unsettled = new AtomicBoolean(true);
    private final AtomicBoolean settling = new AtomicBoolean();
    private final AtomicInteger notedInBeat = new AtomicInteger();

    /** Since events were last made at the pace at which they come. */
    private final AtomicInteger came = new AtomicInteger();

    private final AtomicInteger beatsBehind = new AtomicInteger();
    private volatile boolean stopped;

    AuditEvents(
            Journal journal,
            AuditConfig config,
            Vertx vertx,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.journal = journal;
        this.config = config;
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
        came.addAndGet(events);
    }

    /** Completes when all that is in the journal now has become AuditEvents. */
    Uni<Void> settled() {
        return settledWhile(made -> true);
    }

    private void beat() {
        boolean busy = notedInBeat.getAndSet(0) > BUSY;
        boolean waitedEnough = beatsBehind.incrementAndGet() * BEAT.toMillis()
                >= config.longestWait().toMillis();
        if (!unsettled.get() && !settling.get()) {
            beatsBehind.set(0);
        }
        if (stopped || !unsettled.get() || !settling.compareAndSet(false, true)) {
            return;
        }
        unsettled.set(false);
        portions(busy, waitedEnough).subscribe().with(done -> settling.set(false), failure -> {
            if (!stopped) {
                LOG.warnf("AuditEvents are made later: %s", failure.getMessage());
            }
            unsettled.set(true);
            settling.set(false);
        });
    }

    private Uni<Void> portions(boolean busy, boolean waitedEnough) {
        if (busy && waitedEnough) {
            return asTheyCome();
        }
        came.set(0);
        return busy ? some() : all();
    }

    /** What a quiet beat begins is left to later ones when callers come. */
    private Uni<Void> all() {
        return settledWhile(made -> notedInBeat.get() <= BUSY);
    }

    private Uni<Void> asTheyCome() {
        int owed = came.getAndSet(0);
        return settledWhile(made -> made < owed + owed / 4 + BUSY);
    }

    private Uni<Void> some() {
        return settledWhile(BYTES_WHILE_BUSY, made -> false);
    }

    private Uni<Void> settledWhile(IntPredicate wanted) {
        return settledWhile(BYTES_AT_ONCE, wanted);
    }

    /** @param wanted whether there is to be another portion, after so many events */
    private Uni<Void> settledWhile(int bytes, IntPredicate wanted) {
        AtomicInteger made = new AtomicInteger();
        return Multi.createBy()
                .repeating()
                .uni(() -> journal.settle(bytes, AuditEvents::told, this::event))
                .whilst(events -> events > 0 && wanted.test(made.addAndGet(events)))
                .collect()
                .last()
                .invoke(last -> {
                    if (last > 0) {
                        unsettled.set(true);
                    } else {
                        beatsBehind.set(0);
                    }
                })
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
