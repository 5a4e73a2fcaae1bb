package health.webqx.imaging.audit;

import health.webqx.imaging.store.ChainPurge;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Takes away AuditEvents that are older than the setting says; none where it says nothing. */
@ApplicationScoped
class RetentionJob {
    private static final Logger LOG = Logger.getLogger(RetentionJob.class);

    private final ChainPurge events;
    private final Vertx vertx;
    private final AuditConfig config;

    RetentionJob(ChainPurge events, Vertx vertx, AuditConfig config) {
        this.events = events;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes @Priority(210) StartupEvent event) {
        config.retention().ifPresent(kept -> {
            if (kept.isNegative() || kept.isZero()) {
                throw new IllegalStateException("webqx.audit.retention is not a time to keep events for");
            }
            vertx.setPeriodic(config.retentionInterval().toMillis(), timer -> purge(kept));
        });
    }

    private void purge(Duration kept) {
        Instant before = Instant.now().minus(kept);
        all(before).subscribe().with(done -> {}, failure -> LOG.warnf("old AuditEvents stay for now: %s", failure));
    }

    private Uni<Void> all(Instant before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> events.purge(before))
                .whilst(purged -> purged > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
