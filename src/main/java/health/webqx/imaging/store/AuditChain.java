package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.ChainRows.Ends;
import health.webqx.imaging.store.chain.ChainKeys;
import health.webqx.imaging.store.chain.ChainedEvent;
import health.webqx.imaging.store.chain.Link;
import health.webqx.imaging.store.chain.Mark;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the chain over AuditEvents longer, in the transaction that stores them and under its lock. What it finds broken it does
 * not mend: it goes on behind a gap in the numbers, which {@link ChainVerification} finds ever after.
 */
@ApplicationScoped
class AuditChain {
    private static final Logger LOG = Logger.getLogger(AuditChain.class);
    private static final int HASH_BYTES = 32;

    private final ChainSecrets secrets;
    private final SecureRandom random = new SecureRandom();

    AuditChain(ChainSecrets secrets) {
        this.secrets = secrets;
    }

    /** Where the next link goes, and what is there so far. */
    private record End(long number, Buffer hash, long events) {}

    /** Makes a link of events that were just stored under these numbers, in their order. */
    Uni<Void> extend(SqlConnection connection, List<Appended> stored, List<Long> sids) {
        ChainRows rows = new ChainRows(connection);
        List<ChainedEvent> events = new ArrayList<>();
        for (int i = 0; i < sids.size(); i++) {
            events.add(event(stored.get(i), sids.get(i)));
        }
        return secrets.keys().flatMap(keys -> rows.ends()
                .flatMap(ends -> end(rows, keys, ends, sids.get(0)))
                .flatMap(end -> added(rows, keys, end, events)));
    }

    /** Hashing some hundred events is a worker's. */
    private static Uni<Void> added(ChainRows rows, ChainKeys keys, End end, List<ChainedEvent> events) {
        return Uni.createFrom()
                .item(() -> Link.of(keys, end.number() + 1, end.hash(), events))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(link ->
                        rows.add(link).chain(() -> rows.keep(Mark.head(keys, link, end.events() + events.size()))));
    }

    private Uni<End> end(ChainRows rows, ChainKeys keys, Ends ends, long firstSid) {
        if (ends.none()) {
            return begun(rows, keys, firstSid);
        }
        Optional<Mark> head = ends.head().filter(mark -> mark.holds(keys));
        long anchor = ends.anchor().map(Mark::number).orElse(-1L);
        if (head.isPresent() && ends.anchor().isPresent() && head.get().number() == Math.max(ends.last(), anchor)) {
            Mark last = head.get();
            return Uni.createFrom().item(new End(last.number(), last.hash(), last.events()));
        }
        LOG.error("the end of the chain over AuditEvents is not what this server made: see AuditEvent/$verify");
        long last = Math.max(
                ends.last(), Math.max(anchor, ends.head().map(Mark::number).orElse(0L)));
        return Uni.createFrom().item(new End(last + 1, Buffer.buffer(), 0));
    }

    /** Where there was none, it begins with what no other one begins with. */
    private Uni<End> begun(ChainRows rows, ChainKeys keys, long firstSid) {
        byte[] beginning = new byte[HASH_BYTES];
        random.nextBytes(beginning);
        return rows.count(firstSid - 1).flatMap(older -> {
            Mark anchor = Mark.of(keys, Mark.ANCHOR, 0, Buffer.buffer(beginning), firstSid - 1, older);
            return rows.keep(anchor).replaceWith(() -> new End(0, anchor.hash(), 0));
        });
    }

    private static ChainedEvent event(Appended appended, long sid) {
        StoredResource resource = appended.resource();
        return new ChainedEvent(
                sid,
                resource.key().id(),
                resource.version(),
                resource.lastUpdated().toEpochMilli(),
                String.join(" ", appended.own().patients()),
                false,
                resource.json());
    }
}
