package health.webqx.imaging.store;

import health.webqx.imaging.store.chain.Break;
import health.webqx.imaging.store.chain.ChainKeys;
import health.webqx.imaging.store.chain.ChainWalk;
import health.webqx.imaging.store.chain.ChainedEvent;
import health.webqx.imaging.store.chain.Link;
import health.webqx.imaging.store.chain.Mark;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes away AuditEvents that are old enough, oldest first, and moves the chain's anchor past them: what is left can be verified
 * as before. What is not as it was stored is evidence, and stays, with all that came after it.
 */
@ApplicationScoped
public class ChainPurge {
    private static final Logger LOG = Logger.getLogger(ChainPurge.class);
    private static final int LINKS_AT_ONCE = 100;
    private static final int EVENTS_AT_ONCE = 2_000;
    private static final String OLDER =
            "SELECT sid FROM resource WHERE type = 'AuditEvent' AND sid <= $1 AND last_updated < $2 ORDER BY sid LIMIT $3";
    private static final String DELETE = "WITH incoming AS MATERIALIZED (SELECT unnest($1::bigint[]) AS sid)"
            + IndexRows.CLEARED
            + ", no_versions AS (DELETE FROM resource_version WHERE sid IN (SELECT sid FROM incoming))"
            + " DELETE FROM resource WHERE type = 'AuditEvent' AND sid IN (SELECT sid FROM incoming)";
    private static final String UNLINK = "DELETE FROM audit_link WHERE number <= $1";

    private final Database database;
    private final ChainSecrets secrets;

    ChainPurge(Database database, ChainSecrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /** What a portion is taken away with. */
    private record Purging(SqlConnection connection, ChainRows rows, ChainKeys keys, long before) {}

    /** Takes away a portion of what was stored before that moment; how many events, 0 when nothing is left to do. */
    public Uni<Integer> purge(Instant before) {
        return secrets.keys()
                .flatMap(keys -> database.pool().withTransaction(connection -> connection
                        .query(Journal.ALONE)
                        .execute()
                        .chain(() -> portion(
                                new Purging(connection, new ChainRows(connection), keys, before.toEpochMilli())))))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }

    private static Uni<Integer> portion(Purging purging) {
        return purging.rows().ends().flatMap(ends -> {
            Optional<Mark> anchor = ends.anchor().filter(mark -> mark.holds(purging.keys()));
            if (anchor.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            boolean unchained = anchor.get().number() == 0 && anchor.get().events() > 0;
            return unchained ? older(purging, anchor.get()) : linked(purging, anchor.get());
        });
    }

    /** Those that are older than the chain. */
    private static Uni<Integer> older(Purging purging, Mark anchor) {
        return purging.connection()
                .preparedQuery(OLDER)
                .execute(Tuple.of(anchor.lastSid(), purging.before(), EVENTS_AT_ONCE))
                .flatMap(rows -> {
                    List<Long> sids = new ArrayList<>();
                    rows.forEach(row -> sids.add(row.getLong(0)));
                    Mark left = Mark.of(
                            purging.keys(),
                            Mark.ANCHOR,
                            0,
                            anchor.hash(),
                            anchor.lastSid(),
                            anchor.events() - sids.size());
                    return delete(purging, sids, left);
                });
    }

    private static Uni<Integer> linked(Purging purging, Mark anchor) {
        return purging.rows().links(anchor.number(), LINKS_AT_ONCE).flatMap(links -> {
            List<Link> old = old(links, purging.before());
            if (old.isEmpty()) {
                return Uni.createFrom().item(0);
            }
            long last = old.stream().mapToLong(Link::lastSid).max().orElseThrow();
            return purging.rows()
                    .events(anchor.lastSid(), last, 2 * EVENTS_AT_ONCE)
                    .flatMap(events -> delete(purging, anchor, old, events));
        });
    }

    private static List<Link> old(List<Link> links, long before) {
        List<Link> old = new ArrayList<>();
        long events = 0;
        for (Link link : links) {
            events += link.events();
            if (link.latest() >= before || (events > EVENTS_AT_ONCE && !old.isEmpty())) {
                break;
            }
            old.add(link);
        }
        return old;
    }

    private static Uni<Integer> delete(Purging purging, Mark anchor, List<Link> links, List<ChainedEvent> events) {
        ChainWalk walk = new ChainWalk(purging.keys(), anchor, Optional.empty());
        Optional<Break> broken = walk.pass(links, events);
        if (broken.isPresent()) {
            LOG.errorf(
                    "AuditEvents are kept: link %d is broken, see AuditEvent/$verify",
                    broken.get().link());
            return Uni.createFrom().item(0);
        }
        Link last = links.get(links.size() - 1);
        long before = anchor.number() == 0 ? 0 : anchor.events();
        Mark moved = Mark.of(
                purging.keys(), Mark.ANCHOR, last.number(), last.hash(), last.lastSid(), before + events.size());
        List<Long> sids = events.stream().map(ChainedEvent::sid).toList();
        return purging.connection()
                .preparedQuery(UNLINK)
                .execute(Tuple.of(last.number()))
                .chain(() -> delete(purging, sids, moved));
    }

    private static Uni<Integer> delete(Purging purging, List<Long> sids, Mark anchor) {
        if (sids.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return purging.connection()
                .preparedQuery(DELETE)
                .execute(Tuple.of(sids.toArray(Long[]::new)))
                .chain(() -> purging.rows().keep(anchor))
                .replaceWith(sids.size());
    }
}
