package health.webqx.imaging.audit;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Journal;
import health.webqx.imaging.store.Mark;
import health.webqx.imaging.store.WayBack;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
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

    private record Waiting(
            AccessRecord access, Optional<Mark> provided, UniEmitter<? super Boolean> done, WayBack wayBack) {
        boolean restsOnRow() {
            return provided.isPresent();
        }

        void recorded(boolean so) {
            wayBack.goOn(() -> done.complete(so));
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
        return record(access, Optional.empty())
                .invoke(recorded -> {
                    if (!recorded) {
                        throw Failure.of(FailureKind.UNAVAILABLE, "the access could not be recorded");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * As {@link #record(AccessRecord)}, of an access to what was recalled: it is recorded in the moment in which the row is seen
     * to be as marked.
     *
     * @return whether it is. Where not, nothing recalled may be shown: the row is not as marked, or another's is not that was to be
     *     recorded together with this one
     */
    public Uni<Boolean> recordProvided(AccessRecord access, Mark row) {
        return record(access, Optional.of(row));
    }

    /** Whether accesses are recorded at all; where not, nobody looks whether what is recalled holds. */
    public boolean recordsAnything() {
        return config.enabled();
    }

    private Uni<Boolean> record(AccessRecord access, Optional<Mark> provided) {
        return Uni.createFrom().emitter(done -> enqueue(new Waiting(access, provided, done, WayBack.here())));
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
        written(batch)
                .subscribe()
                .with(
                        noted -> {
                            writeNext();
                            tell(batch, noted);
                        },
                        failure -> {
                            writeNext();
                            batch.forEach(waiting -> waiting.failed(failure));
                        });
    }

    /** One entry, if all of its rows are as they must be. */
    private Uni<Boolean> written(List<Waiting> batch) {
        return Uni.createFrom()
                .deferred(() -> journal.note(JournalEntry.of(accesses(batch)), rows(batch)))
                .invoke(noted -> {
                    if (noted) {
                        events.noted(eventsOf(accesses(batch)));
                    }
                });
    }

    /**
     * Where one row is not as it must be, nothing is recorded of all that rest on rows: each of them does its work now, which
     * takes no longer than if nothing had been recalled, however many such there are. The others are written by themselves.
     */
    private void tell(List<Waiting> batch, boolean noted) {
        if (noted) {
            batch.forEach(waiting -> waiting.recorded(true));
            return;
        }
        batch.stream().filter(Waiting::restsOnRow).forEach(waiting -> waiting.recorded(false));
        List<Waiting> others =
                batch.stream().filter(waiting -> !waiting.restsOnRow()).toList();
        if (!others.isEmpty()) {
            written(others)
                    .subscribe()
                    .with(
                            so -> others.forEach(waiting -> waiting.recorded(so)),
                            failure -> others.forEach(waiting -> waiting.failed(failure)));
        }
    }

    private static Set<Mark> rows(List<Waiting> batch) {
        return batch.stream().flatMap(waiting -> waiting.provided().stream()).collect(Collectors.toSet());
    }

    private static List<AccessRecord> accesses(List<Waiting> part) {
        return part.stream().map(Waiting::access).toList();
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
