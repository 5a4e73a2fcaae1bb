package health.webqx.imaging.audit;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Journal;
import health.webqx.imaging.store.WayBack;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Writes accesses down. A record is done when it is on disk in the journal, so an answer that waits for it was recorded
 * before it left; {@link AuditEvents} makes AuditEvents of the journal. Records that come while writes are under way go
 * together into the next: one disk flush serves them all.
 */
@ApplicationScoped
public class AuditLog {
    /** Bounds one entry, not what is accepted. */
    private static final int RECORDS_PER_ENTRY = 500;

    private final Journal journal;
    private final AuditEvents events;
    private final AuditConfig config;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int writes;

    private record Waiting(AccessRecord access, UniEmitter<? super Void> done, WayBack wayBack) {
        void recorded() {
            wayBack.goOn(() -> done.complete(null));
        }

        void failed(Throwable cause) {
            wayBack.goOn(() -> done.fail(unrecorded(cause)));
        }
    }

    AuditLog(Journal journal, AuditEvents events, AuditConfig config) {
        this.journal = journal;
        this.events = events;
        this.config = config;
    }

    /**
     * Completes when the access is durably recorded; fails {@code UNAVAILABLE} when it cannot be, and then the access must
     * not be answered.
     */
    public Uni<Void> record(AccessRecord access) {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(done -> enqueue(new Waiting(access, done, WayBack.here())));
    }

    /**
     * What the journal is to hold of these accesses, for who stores it in one transaction with what was done; then they are
     * recorded, and {@link #noted} is to be told so. Empty while nothing is recorded at all.
     */
    public List<Buffer> entries(List<AccessRecord> accesses) {
        if (!config.enabled()) {
            return List.of();
        }
        return IntStream.iterate(0, from -> from < accesses.size(), from -> from + RECORDS_PER_ENTRY)
                .mapToObj(from -> accesses.subList(from, Math.min(accesses.size(), from + RECORDS_PER_ENTRY)))
                .map(JournalEntry::of)
                .toList();
    }

    /** That these accesses are in the journal, on disk. */
    public void noted(List<AccessRecord> accesses) {
        if (config.enabled()) {
            events.noted(eventsOf(accesses));
        }
    }

    /** Completes when every access recorded so far is an AuditEvent that can be read and searched. */
    public Uni<Void> settled() {
        return events.settled();
    }

    private void enqueue(Waiting waiting) {
        synchronized (queue) {
            if (queue.size() >= config.maxWaiting()) {
                waiting.done().fail(Failure.of(FailureKind.UNAVAILABLE, "the audit log cannot keep up"));
                return;
            }
            queue.add(waiting);
            if (writes == Journal.NOTES_AT_ONCE) {
                return;
            }
            writes++;
        }
        writeNext();
    }

    /** The disk is kept busy first: what it has done already is told meanwhile. */
    private void writeNext() {
        List<Waiting> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        List<AccessRecord> accesses = batch.stream().map(Waiting::access).toList();
        Uni.createFrom()
                .deferred(() -> journal.note(JournalEntry.of(accesses)))
                .invoke(() -> events.noted(eventsOf(accesses)))
                .subscribe()
                .with(
                        noted -> {
                            writeNext();
                            batch.forEach(Waiting::recorded);
                        },
                        failure -> {
                            writeNext();
                            batch.forEach(waiting -> waiting.failed(failure));
                        });
    }

    private static int eventsOf(List<AccessRecord> accesses) {
        return accesses.stream()
                .mapToInt(access -> Math.max(1, access.patients().size()))
                .sum();
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        synchronized (queue) {
            while (!queue.isEmpty() && batch.size() < RECORDS_PER_ENTRY) {
                batch.add(queue.remove());
            }
            if (batch.isEmpty()) {
                writes--;
            }
        }
        return batch;
    }

    private static Failure unrecorded(Throwable cause) {
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the access could not be recorded", cause);
    }
}
