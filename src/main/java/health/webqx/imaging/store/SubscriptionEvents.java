package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.search.EventStatement;
import health.webqx.imaging.store.search.EventStatement.Change;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * The events of subscriptions, made of the changes that writes note: each change becomes the events of all subscriptions that
 * it is for in the transaction that takes it away, so none is lost and none is made twice, whenever a node dies.
 */
@ApplicationScoped
public class SubscriptionEvents {
    private static final Logger LOG = Logger.getLogger(SubscriptionEvents.class);
    private static final int CHANGES_AT_ONCE = 500;

    /** One node at a time; whoever comes meanwhile leaves it to that one. */
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('subscription-events', 0))";

    /** A change that was committed later than one with a higher number is only taken later. */
    private static final String TAKE =
            """
            DELETE FROM resource_change WHERE number IN (SELECT number FROM resource_change ORDER BY number LIMIT $1)
            RETURNING number, sid, version, at
            """;

    private static final String LISTENING =
            """
            SELECT sid, type, filter FROM subscription
            WHERE status IN ('requested', 'active', 'error') AND ends > $1
            """;

    private static final String SELECT =
            "SELECT e.place, r.type, r.id, e.version, e.at, e.number FROM subscription_event e JOIN resource r USING (sid)"
                    + " WHERE e.subscription = $1";

    private final Database database;
    private final SearchDefinitions definitions;

    SubscriptionEvents(Database database, SearchDefinitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /**
     * A write that a subscription is for.
     *
     * @param place where it stands among the subscription's events
     * @param focus what was written
     * @param version which version of it that was
     * @param at when
     * @param number the subscriber's number for it, once it has one
     */
    public record Event(long place, ResourceKey focus, int version, Instant at, OptionalLong number) {}

    /** Makes events of all changes there are; how many changes there were. */
    public Uni<Integer> record() {
        return Multi.createBy()
                .repeating()
                .uni(() -> database.pool().withTransaction(this::recordSome))
                .whilst(changes -> changes == CHANGES_AT_ONCE)
                .collect()
                .in(() -> new int[1], (sum, changes) -> sum[0] += changes)
                .map(sum -> sum[0])
                .onFailure()
                .transform(DatabaseFailures::translate);
    }

    private Uni<Integer> recordSome(SqlConnection connection) {
        return connection.query(ALONE).execute().flatMap(alone -> {
            if (!alone.iterator().next().getBoolean(0)) {
                return Uni.createFrom().item(0);
            }
            return connection
                    .preparedQuery(TAKE)
                    .execute(Tuple.of(CHANGES_AT_ONCE))
                    .call(taken -> taken.size() == 0 ? Uni.createFrom().voidItem() : distribute(connection, taken))
                    .map(RowSet::size);
        });
    }

    private Uni<Void> distribute(SqlClient connection, RowSet<Row> taken) {
        List<Change> changes = new ArrayList<>();
        taken.forEach(
                row -> changes.add(new Change(row.getLong(0), row.getLong(1), row.getInteger(2), row.getLong(3))));
        return connection
                .preparedQuery(LISTENING)
                .execute(Tuple.of(Instant.now().toEpochMilli()))
                .onItem()
                .transformToMulti(subscriptions -> Multi.createFrom().iterable(subscriptions))
                .onItem()
                .transformToUniAndConcatenate(subscription -> tell(connection, subscription, changes))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> tell(SqlClient connection, Row subscription, List<Change> changes) {
        String type = subscription.getString(1);
        EventStatement statement;
        try {
            statement = new EventStatement(
                    subscription.getLong(0),
                    type,
                    SubscriptionFilter.criteria(type, subscription.getString(2), definitions),
                    changes);
        } catch (Failure noLongerUnderstood) {
            LOG.warnf("a subscription's filter is not understood any more: %s", noLongerUnderstood.kind());
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .replaceWithVoid();
    }

    /** Events that were not told yet, those that have a number first. */
    public Uni<List<Event>> waiting(long subscription, int most) {
        return select(" AND NOT e.sent ORDER BY e.number NULLS LAST, e.place LIMIT $2", Tuple.of(subscription, most));
    }

    /** Events that were told or tried to be told, in the order of their numbers, both ends included. */
    public Uni<List<Event>> numbered(long subscription, long from, long until, int most) {
        return select(
                " AND e.number >= $2 AND e.number <= $3 ORDER BY e.number LIMIT $4",
                Tuple.of(subscription, from, until, most));
    }

    /** Forgets what is older, told or not. */
    public Uni<Void> forgetOlderThan(Instant oldest) {
        return Uni.createFrom()
                .deferred(() -> database.pool()
                        .preparedQuery("DELETE FROM subscription_event WHERE at < $1")
                        .execute(Tuple.of(oldest.toEpochMilli())))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .replaceWithVoid();
    }

    private Uni<List<Event>> select(String which, Tuple arguments) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(SELECT + which).execute(arguments))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .map(rows -> {
                    List<Event> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return events;
                });
    }

    private static Event event(Row row) {
        Long number = row.getLong(5);
        return new Event(
                row.getLong(0),
                new ResourceKey(row.getString(1), row.getString(2)),
                row.getInteger(3),
                Instant.ofEpochMilli(row.getLong(4)),
                number == null ? OptionalLong.empty() : OptionalLong.of(number));
    }
}
