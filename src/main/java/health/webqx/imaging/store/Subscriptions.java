package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Subscriptions as those who act upon them see them. One that has something to do is claimed by one node at a time, for a while
 * that the node is sure to be done in; what a node does after its claim was lost has no effect.
 */
@ApplicationScoped
public class Subscriptions {
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private static final String COLUMNS = "s.sid, r.id, r.version, r.body, s.owner, s.rights, s.headers, s.status,"
            + " s.last_number, s.attempts, s.ends <= " + NOW + " AS ended, s.lease";

    private static final String CLAIM =
            """
            UPDATE subscription s SET lease = $1, leased_until = NOW + s.timeout + $2::bigint
            FROM resource r WHERE r.sid = s.sid AND s.sid IN (SELECT c.sid FROM subscription c
                WHERE c.leased_until < NOW AND (c.ends <= NOW AND c.status IN ('requested', 'active', 'error')
                    OR c.due <= NOW AND (c.status = 'requested' OR c.status = 'active'
                        AND (c.heartbeat > 0 AND c.last_sent + c.heartbeat <= NOW
                            OR EXISTS (SELECT FROM subscription_event e WHERE e.subscription = c.sid AND NOT e.sent))))
                ORDER BY c.due, c.last_sent LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING\s"""
                            .replace("NOW", NOW)
                    + COLUMNS;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM subscription s JOIN resource r ON r.sid = s.sid"
            + " WHERE s.status <> 'deleted' AND ";

    /** Numbers are given and places dropped by whoever holds the claim, or nothing is done. */
    private static final String NUMBER =
            """
            WITH mine AS (UPDATE subscription SET last_number = last_number + cardinality($3::bigint[])
                WHERE sid = $1 AND lease = $2 RETURNING last_number),
            dropped AS (DELETE FROM subscription_event e USING mine
                WHERE e.subscription = $1 AND e.place = ANY($4::bigint[])),
            numbered AS (UPDATE subscription_event e SET number = m.last_number - cardinality($3::bigint[]) + k.ord
                FROM mine m, unnest($3::bigint[]) WITH ORDINALITY k(place, ord)
                WHERE e.subscription = $1 AND e.place = k.place)
            SELECT last_number FROM mine
            """;

    private static final String SENT =
            """
            WITH mine AS (UPDATE subscription SET attempts = 0, due = 0, last_sent = NOW, leased_until = 0
                WHERE sid = $1 AND lease = $2 RETURNING sid)
            UPDATE subscription_event e SET sent = true FROM mine
                WHERE e.subscription = mine.sid AND e.place = ANY($3::bigint[])
            """
                    .replace("NOW", NOW);

    private static final String RELEASE =
            "UPDATE subscription SET due = NOW + $3::bigint, leased_until = 0 WHERE sid = $1 AND lease = $2"
                    .replace("NOW", NOW);

    /** Numbers that surely nobody saw are taken back. */
    private static final String FAILED =
            """
            WITH mine AS (UPDATE subscription SET attempts = attempts + 1, due = NOW + $3::bigint, leased_until = 0,
                    last_number = last_number - cardinality($4::bigint[])
                WHERE sid = $1 AND lease = $2 RETURNING sid)
            UPDATE subscription_event e SET number = NULL FROM mine
                WHERE e.subscription = mine.sid AND e.place = ANY($4::bigint[])
            """
                    .replace("NOW", NOW);

    private final Database database;
    private final ResourceStore store;

    Subscriptions(Database database, ResourceStore store) {
        this.database = database;
        this.store = store;
    }

    /**
     * A subscription as it is now.
     *
     * @param sid by which its events are kept
     * @param version of the resource
     * @param resource the Subscription
     * @param owner as {@link Writer#identity}
     * @param rights as {@link Writer#rights}
     * @param headers {@code channel.header} with the values
     * @param status {@code requested}, {@code active}, {@code error} or {@code off}
     * @param lastNumber of its events; 0 when there was none
     * @param attempts that failed in a row
     * @param ended whether its time is over
     * @param lease the claim it is held by
     */
    public record Standing(
            long sid,
            ResourceKey key,
            int version,
            ObjectNode resource,
            String owner,
            Buffer rights,
            List<String> headers,
            String status,
            long lastNumber,
            int attempts,
            boolean ended,
            long lease) {}

    /** Whether there is any that wants to hear of something, or something to be heard of. */
    public Uni<Boolean> any() {
        return execute(
                        "SELECT EXISTS (SELECT FROM subscription WHERE status IN ('requested', 'active', 'error'))"
                                + " OR EXISTS (SELECT FROM resource_change)",
                        Tuple.tuple())
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Claims subscriptions that have something to do now: to begin, to tell of events, to be heard of, to end.
     *
     * @param besides how long the work may take beside the attempt itself; when a node dies at work, others wait so long
     */
    public Uni<List<Standing>> claim(int most, Duration besides) {
        long lease = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return standing(CLAIM, Tuple.of(lease, besides.toMillis(), most));
    }

    /** Those of an owner that are not deleted, at most a thousand. */
    public Uni<List<Standing>> ofOwner(String owner) {
        return standing(SELECT + "s.owner = $1 ORDER BY s.sid LIMIT 1000", Tuple.of(owner));
    }

    /** One of an owner's. */
    public Uni<Optional<Standing>> find(String id, String owner) {
        return standing(SELECT + "r.type = 'Subscription' AND r.id = $1 AND s.owner = $2", Tuple.of(id, owner))
                .map(found -> found.stream().findFirst());
    }

    /** Those with these numbers. */
    public Uni<List<Standing>> list(List<Long> sids) {
        return standing(SELECT + "s.sid = ANY($1)", Tuple.of(sids.toArray(Long[]::new)));
    }

    /**
     * Gives the next numbers to events and forgets others that their owner may not know of.
     *
     * @return the number before the first one given; absent when the claim is lost
     */
    public Uni<Optional<Long>> number(Standing claimed, List<Long> places, List<Long> forgotten) {
        return execute(
                        NUMBER,
                        Tuple.of(
                                claimed.sid(),
                                claimed.lease(),
                                places.toArray(Long[]::new),
                                forgotten.toArray(Long[]::new)))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(row.getLong(0) - places.size());
                    }
                    return Optional.empty();
                });
    }

    /** Notes that the subscriber was told, and gives the claim back. */
    public Uni<Void> sent(Standing claimed, List<Long> places) {
        return execute(SENT, Tuple.of(claimed.sid(), claimed.lease(), places.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** Gives the claim back without having told anything. */
    public Uni<Void> release(Standing claimed, Duration wait) {
        return execute(RELEASE, Tuple.of(claimed.sid(), claimed.lease(), wait.toMillis()))
                .replaceWithVoid();
    }

    /**
     * Notes that telling failed, and gives the claim back.
     *
     * @param wait before the next attempt
     * @param unseen the places of the events that got their numbers for this attempt, when nobody can have seen them
     */
    public Uni<Void> failed(Standing claimed, Duration wait, List<Long> unseen) {
        return execute(FAILED, Tuple.of(claimed.sid(), claimed.lease(), wait.toMillis(), unseen.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /**
     * Writes a version of the Subscription with another status, for its reader to see; has no effect where the resource was
     * written meanwhile, for that says what holds now.
     *
     * @param error what went wrong, in words for its owner
     */
    public Uni<Void> change(Standing claimed, String status, Optional<String> error) {
        ObjectNode next = claimed.resource().deepCopy();
        next.put("status", status);
        next.remove("error");
        error.ifPresent(words -> next.put("error", words));
        return store.update(new Draft(claimed.key(), next), Optional.of(claimed.version()), Reach.everything())
                .replaceWithVoid()
                .onFailure(Subscriptions::isOvertaken)
                .recoverWithNull();
    }

    private static boolean isOvertaken(Throwable thrown) {
        return thrown instanceof Failure failure
                && (failure.kind() == FailureKind.PRECONDITION_FAILED || failure.kind() == FailureKind.CONFLICT);
    }

    private Uni<List<Standing>> standing(String text, Tuple arguments) {
        return execute(text, arguments).map(rows -> {
            List<Standing> all = new ArrayList<>();
            rows.forEach(row -> all.add(standing(row)));
            return all;
        });
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getLong(0),
                new ResourceKey(SubscriptionWrites.TYPE, row.getString(1)),
                row.getInteger(2),
                ResourceJson.readStored(row.getDelegate().getBuffer(3)),
                row.getString(4),
                row.getDelegate().getBuffer(5),
                List.of(row.getArrayOfStrings(6)),
                row.getString(7),
                row.getLong(8),
                row.getInteger(9),
                row.getBoolean(10),
                row.getLong(11));
    }

    private Uni<RowSet<Row>> execute(String text, Tuple arguments) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(text).execute(arguments))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
