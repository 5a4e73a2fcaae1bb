package health.webqx.imaging.audit;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes accesses down. A record is done when its events are on disk, so an answer that waits for it was recorded before it
 * left. Records that come while a write is under way go together into the next: one disk flush serves them all.
 */
@ApplicationScoped
public class AuditLog {
    /** Bounds one statement, not what is accepted. */
    private static final int EVENTS_PER_WRITE = 500;

    private final ResourceStore store;
    private final AuditConfig config;
    private final String server;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private boolean writing;

    private record Waiting(List<Draft> events, UniEmitter<? super Void> done) {}

    AuditLog(
            ResourceStore store,
            AuditConfig config,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.store = store;
        this.config = config;
        this.server = baseUrl.orElse("");
    }

    /**
     * Completes when the access is durably recorded; fails {@code UNAVAILABLE} when it cannot be, and then the access must
     * not be answered.
     */
    public Uni<Void> record(AccessRecord access) {
        if (!config.enabled()) {
            return Uni.createFrom().voidItem();
        }
        List<Draft> events = events(access);
        return Uni.createFrom().emitter(done -> enqueue(new Waiting(events, done)));
    }

    private List<Draft> events(AccessRecord access) {
        List<Draft> events = new ArrayList<>();
        for (String patient : access.patients()) {
            events.add(Draft.ofNew("AuditEvent", BalpEvent.of(access, Optional.of(patient), server)));
        }
        if (events.isEmpty()) {
            events.add(Draft.ofNew("AuditEvent", BalpEvent.of(access, Optional.empty(), server)));
        }
        return events;
    }

    private void enqueue(Waiting waiting) {
        synchronized (queue) {
            if (queue.size() >= config.maxWaiting()) {
                waiting.done().fail(Failure.of(FailureKind.UNAVAILABLE, "the audit log cannot keep up"));
                return;
            }
            queue.add(waiting);
            if (writing) {
                return;
            }
            writing = true;
        }
        writeNext();
    }

    private void writeNext() {
        List<Waiting> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        List<Draft> events =
                batch.stream().flatMap(waiting -> waiting.events().stream()).toList();
        store.create(events, Reach.everything())
                .subscribe()
                .with(
                        written -> {
                            batch.forEach(waiting -> waiting.done().complete(null));
                            writeNext();
                        },
                        failure -> {
                            batch.forEach(waiting -> waiting.done().fail(unrecorded(failure)));
                            writeNext();
                        });
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        synchronized (queue) {
            int events = 0;
            while (!queue.isEmpty()
                    && (batch.isEmpty() || events + queue.element().events().size() <= EVENTS_PER_WRITE)) {
                Waiting waiting = queue.remove();
                events += waiting.events().size();
                batch.add(waiting);
            }
            writing = !batch.isEmpty();
        }
        return batch;
    }

    private static Failure unrecorded(Throwable cause) {
        return Failure.causedBy(FailureKind.UNAVAILABLE, "the access could not be recorded", cause);
    }
}
