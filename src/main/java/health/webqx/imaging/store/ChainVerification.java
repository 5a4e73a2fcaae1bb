package health.webqx.imaging.store;

import health.webqx.imaging.store.ChainRows.Ends;
import health.webqx.imaging.store.chain.Break;
import health.webqx.imaging.store.chain.ChainKeys;
import health.webqx.imaging.store.chain.ChainWalk;
import health.webqx.imaging.store.chain.Checkpoint;
import health.webqx.imaging.store.chain.Link;
import health.webqx.imaging.store.chain.Mark;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Holds the stored AuditEvents against the chain over them: one snapshot of the database, read in portions, in constant memory.
 * One verification at a time on a node; those that wait hold no connection.
 */
@ApplicationScoped
public class ChainVerification {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final int LINKS_AT_ONCE = 200;
    private static final int EVENTS_AT_ONCE = 2_000;

    private final Database database;
    private final ChainSecrets secrets;
    private final Turn turn = new Turn();

    ChainVerification(Database database, ChainSecrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * What was found.
     *
     * @param broken the first place where something is wrong; what comes after it was not looked at
     * @param links how many links were found to be right
     * @param events how many events those hold
     * @param unchained events that are older than the chain: of them nothing can be told
     * @param purged how many events retention has taken away
     * @param head the end of the chain, as its mark tells
     */
    public record Report(
            Optional<Break> broken, long links, long events, long unchained, long purged, Optional<Mark> head) {}

    /**
     * Verifies everything.
     *
     * @param checkpoint a link that the chain must lead past
     */
    public Uni<Report> verify(Optional<Checkpoint> checkpoint) {
        return turn.take(() -> secrets.keys().flatMap(keys -> database.pool().withTransaction(connection -> connection
                        .query(SNAPSHOT)
                        .execute()
                        .chain(() -> verify(new Reading(new ChainRows(connection), keys, checkpoint))))))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }

    /** What a verification works with. */
    private record Reading(ChainRows rows, ChainKeys keys, Optional<Checkpoint> checkpoint) {}

    private static Uni<Report> verify(Reading reading) {
        return reading.rows().ends().flatMap(ends -> {
            if (ends.none()) {
                return unbegun(reading);
            }
            if (ends.anchor().isEmpty() || ends.head().isEmpty()) {
                String missing = ends.anchor().isEmpty() ? Mark.ANCHOR : Mark.HEAD;
                Break broken = new Break(0, missing, "it is missing");
                return Uni.createFrom().item(new Report(Optional.of(broken), 0, 0, 0, 0, ends.head()));
            }
            return walked(reading, ends);
        });
    }

    /** Where there is no chain, one that was told of before is gone. */
    private static Uni<Report> unbegun(Reading reading) {
        Optional<Break> gone = reading.checkpoint()
                .map(told ->
                        new Break(0, Mark.ANCHOR, "there is no chain; the checkpoint's link was " + told.number()));
        return reading.rows()
                .count(Long.MAX_VALUE)
                .map(unchained -> new Report(gone, 0, 0, unchained, 0, Optional.empty()));
    }

    private static Uni<Report> walked(Reading reading, Ends ends) {
        Mark anchor = ends.anchor().orElseThrow();
        Mark head = ends.head().orElseThrow();
        ChainWalk walk = new ChainWalk(reading.keys(), anchor, reading.checkpoint());
        return reading.rows().count(anchor.lastSid()).flatMap(older -> first(
                        walk.begin(), () -> Uni.createFrom().item(reappeared(anchor, older)))
                .flatMap(broken -> first(broken, () -> links(reading, walk)))
                .flatMap(broken -> first(broken, () -> end(reading, walk, head)))
                .map(broken -> new Report(
                        broken,
                        walk.links(),
                        walk.events(),
                        anchor.number() == 0 ? older : 0,
                        anchor.number() == 0 ? 0 : anchor.events(),
                        Optional.of(head))));
    }

    private static Uni<Optional<Break>> first(Optional<Break> before, Supplier<Uni<Optional<Break>>> next) {
        return before.isPresent() ? Uni.createFrom().item(before) : next.get();
    }

    /** Where retention was at work, nothing older is left; else so many as there were when the chain began. */
    private static Optional<Break> reappeared(Mark anchor, long older) {
        long expected = anchor.number() > 0 ? 0 : anchor.events();
        return older == expected
                ? Optional.empty()
                : Optional.of(new Break(
                        anchor.number(),
                        "before the first link",
                        older > expected ? "events were inserted" : "events are missing"));
    }

    /** From the lowest number there is: one below the anchor's is wrong as well. */
    private static Uni<Optional<Break>> links(Reading reading, ChainWalk walk) {
        long[] after = {Long.MIN_VALUE};
        return Multi.createBy()
                .repeating()
                .uni(() -> reading.rows().links(after[0], LINKS_AT_ONCE).flatMap(all -> {
                    List<Link> some = some(all);
                    some.forEach(link -> after[0] = link.number());
                    return passed(reading, walk, some);
                }))
                .whilst(passed -> !passed.isLast())
                .collect()
                .last()
                .map(Passed::broken);
    }

    /** So many of the links that their events can be held together; at least one, where there is one. */
    private static List<Link> some(List<Link> links) {
        long events = 0;
        for (int i = 0; i < links.size(); i++) {
            events += links.get(i).events();
            if (events > EVENTS_AT_ONCE && i > 0) {
                return links.subList(0, i);
            }
        }
        return links;
    }

    private record Passed(boolean isLast, Optional<Break> broken) {}

    private static Uni<Passed> passed(Reading reading, ChainWalk walk, List<Link> links) {
        if (links.isEmpty()) {
            return Uni.createFrom().item(new Passed(true, Optional.empty()));
        }
        long last = links.stream().mapToLong(Link::lastSid).max().orElseThrow();
        return reading.rows()
                .events(walk.lastSid(), last, 2 * EVENTS_AT_ONCE)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(events -> walk.pass(links, events))
                .map(broken -> new Passed(broken.isPresent(), broken));
    }

    private static Uni<Optional<Break>> end(Reading reading, ChainWalk walk, Mark head) {
        return first(
                walk.end(head),
                () -> reading.rows().events(walk.lastSid(), Long.MAX_VALUE, 1).map(after -> after.stream()
                        .findFirst()
                        .map(event -> new Break(head.number() + 1, "AuditEvent/" + event.id(), "it was inserted"))));
    }
}
