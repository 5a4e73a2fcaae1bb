package health.webqx.imaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.audit.AccessRecord;
import health.webqx.imaging.audit.AuditLog;
import health.webqx.imaging.audit.SampleAccess;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callers who never leave a moment's rest hold AuditEvents up for a while, and not for ever. */
@QuarkusTest
@TestProfile(BusyJournalTest.ShortPatience.class)
class BusyJournalTest {
    private static final int CALLERS = 4;

    /** More than a minute of callers leaves room for while nothing has waited too long. */
    private static final long SOON = 10_000;

    /** A second instead of a minute. */
    public static class ShortPatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "webqx.data-dir", "target/busy-journal-" + System.nanoTime(), "webqx.audit.longest-wait", "1s");
        }
    }

    @Inject
    AuditLog audit;

    @Inject
    Database database;

    @Inject
    Vertx vertx;

    @Test
    void becomesAuditEventsWhileAccessesGoOn() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger under = new AtomicInteger(CALLERS);
        AtomicInteger noted = new AtomicInteger();
        for (int caller = 0; caller < CALLERS; caller++) {
            vertx.getOrCreateContext().runOnContext(go -> again(over, under, noted));
        }

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events() > SOON);
        over.set(true);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> under.get() == 0);
        await(audit.settled());

        assertThat(events()).isEqualTo(noted.get());
    }

    private void again(AtomicBoolean over, AtomicInteger under, AtomicInteger noted) {
        if (over.get()) {
            under.decrementAndGet();
            return;
        }
        audit.record(access(noted.incrementAndGet()))
                .subscribe()
                .with(done -> again(over, under, noted), failure -> noted.set(Integer.MIN_VALUE));
    }

    private long events() {
        return await(database.pool()
                        .query("SELECT count(*) FROM resource WHERE type = 'AuditEvent'")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static AccessRecord access(int number) {
        return SampleAccess.read("Observation/" + number, number, Set.of());
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(60));
    }
}
