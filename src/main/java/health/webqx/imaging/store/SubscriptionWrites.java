package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to the write of a Subscription, in the same transaction: it is understood, its headers are taken out, and its
 * owner and terms are kept beside it. A backend service that is not the owner may switch it off, nothing else: what it changed
 * would be sent by the owner's rights.
 */
final class SubscriptionWrites {
    static final String TYPE = "Subscription";

    private static final String FIND = "SELECT s.owner, s.headers, s.status, r.body FROM subscription s"
            + " JOIN resource r ON r.sid = s.sid WHERE r.type = 'Subscription' AND r.id = $1 FOR UPDATE OF s";

    private static final String KEEP =
            """
            INSERT INTO subscription (sid, owner, rights, headers, type, filter, status, ends, heartbeat, timeout)
                SELECT sid, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM resource WHERE type = 'Subscription' AND id = $1
            ON CONFLICT (sid) DO UPDATE SET (owner, rights, headers, type, filter, status, ends, heartbeat, timeout)
                = (excluded.owner, excluded.rights, excluded.headers, excluded.type, excluded.filter, excluded.status,
                excluded.ends, excluded.heartbeat, excluded.timeout),
                last_number = CASE WHEN subscription.status = 'deleted' THEN 0 ELSE subscription.last_number END,
                attempts = 0, due = 0, lease = 0, leased_until = 0
            """;

    private static final String MARK =
            """
            UPDATE subscription s SET status = $2, lease = 0, leased_until = 0, attempts = 0, due = 0,
                last_sent = CASE WHEN $2 = 'active' THEN (extract(epoch FROM clock_timestamp()) * 1000)::bigint
                    ELSE last_sent END,
                headers = CASE WHEN $2 = 'deleted' THEN '{}' ELSE headers END,
                rights = CASE WHEN $2 = 'deleted' THEN '' ELSE rights END
            FROM resource r WHERE r.sid = s.sid AND r.type = 'Subscription' AND r.id = $1
            """;

    /** Of one that is off or gone, events that nobody was told of are forgotten; of one that is gone, all are. */
    private static final String FORGET =
            """
            DELETE FROM subscription_event e USING subscription s, resource r
            WHERE r.type = 'Subscription' AND r.id = $1 AND s.sid = r.sid AND e.subscription = s.sid
                AND (s.status = 'deleted' OR s.status = 'off' AND e.number IS NULL)
            """;

    /** What was noted under other terms is not told under these; done before these are kept. */
    private static final String FORGET_OTHERS =
            """
            DELETE FROM subscription_event e USING subscription s, resource r
            WHERE r.type = 'Subscription' AND r.id = $1 AND s.sid = r.sid AND e.subscription = s.sid
                AND (s.status = 'deleted' OR e.number IS NULL AND (s.type, s.filter) <> ($2, $3))
            """;

    private static final String COUNT =
            "SELECT count(*) FROM subscription" + " WHERE owner = $1 AND status IN ('requested', 'active', 'error')";

    /** Each costs a statement whenever a topic's resources are written. */
    private static final int MOST_OF_AN_OWNER = 100;

    private final SqlClient connection;
    private final Optional<SubscriptionReader> reader;

    SubscriptionWrites(SqlClient connection, Optional<SubscriptionReader> reader) {
        this.connection = connection;
        this.reader = reader;
    }

    /** A write as it will be done: what is stored, and what follows in the same transaction, if anything does. */
    record Admitted(Draft draft, Optional<Uni<Void>> then) {
        Uni<?> followed(Uni<?> write) {
            return then.isEmpty() ? write : write.chain(() -> then.get());
        }
    }

    /** Understands each Subscription among the drafts; others pass as they are. */
    Uni<List<Admitted>> admit(List<Draft> drafts, Reach reach) {
        if (drafts.stream().noneMatch(SubscriptionWrites::isSubscription)) {
            return Uni.createFrom()
                    .item(drafts.stream().map(SubscriptionWrites::asItIs).toList());
        }
        return Multi.createFrom()
                .iterable(drafts)
                .onItem()
                .transformToUniAndConcatenate(draft -> admit(draft, reach))
                .collect()
                .asList();
    }

    /** As {@link #admit(List, Reach)}. */
    Uni<Admitted> admit(Draft draft, Reach reach) {
        if (!isSubscription(draft)) {
            return Uni.createFrom().item(asItIs(draft));
        }
        String id = draft.key().id();
        return execute(FIND, Tuple.of(id)).map(rows -> {
            Optional<Row> known = rows.stream()
                    .filter(row -> !row.getString(2).equals("deleted"))
                    .findFirst();
            String status = draft.content().path("status").asText();
            if (reach.writer().isEmpty()) {
                return new Admitted(draft, Optional.of(mark(id, status)));
            }
            Writer writer = reach.writer().get();
            return known.isPresent() && !known.get().getString(0).equals(writer.identity())
                    ? switchedOff(draft.key(), known.get(), status)
                    : understood(draft, writer, known);
        });
    }

    /** What belongs to a deletion. */
    Uni<Void> deleted(ResourceKey key) {
        return key.type().equals(TYPE)
                ? mark(key.id(), "deleted")
                : Uni.createFrom().voidItem();
    }

    private Admitted understood(Draft draft, Writer writer, Optional<Row> known) {
        List<String> headers =
                known.map(row -> List.of(row.getArrayOfStrings(1))).orElse(List.of());
        SubscriptionTerms terms = reader.orElseThrow().read(draft.content(), writer, headers);
        String id = draft.key().id();
        return new Admitted(
                new Draft(draft.key(), terms.resource()),
                Optional.of(execute(FORGET_OTHERS, Tuple.of(id, terms.type(), terms.filter()))
                        .chain(() -> execute(KEEP, arguments(id, writer, terms)))
                        .chain(() -> forget(id))
                        .chain(() -> requireFew(writer))));
    }

    /** Of what it says nothing but the status is taken. */
    private Admitted switchedOff(ResourceKey key, Row known, String status) {
        if (!status.equals("off")) {
            throw Failure.at(
                    FailureKind.FORBIDDEN, "Subscription.status", "another's subscription can only be switched off");
        }
        ObjectNode content = ResourceJson.readStored(known.getDelegate().getBuffer(3));
        content.put("status", status);
        return new Admitted(new Draft(key, content), Optional.of(mark(key.id(), status)));
    }

    private static Tuple arguments(String id, Writer writer, SubscriptionTerms terms) {
        return Tuple.from(List.of(
                id,
                writer.identity(),
                writer.rights(),
                terms.headers().toArray(String[]::new),
                terms.type(),
                terms.filter(),
                terms.status(),
                terms.end().toEpochMilli(),
                terms.heartbeat().toMillis(),
                terms.timeout().toMillis()));
    }

    private Uni<Void> requireFew(Writer writer) {
        return execute(COUNT, Tuple.of(writer.identity()))
                .invoke(rows -> {
                    if (rows.get(0).getLong(0) > MOST_OF_AN_OWNER) {
                        throw Failure.of(
                                FailureKind.UNPROCESSABLE,
                                "one subscriber has at most " + MOST_OF_AN_OWNER + " subscriptions");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> mark(String id, String status) {
        return execute(MARK, Tuple.of(id, status)).chain(() -> forget(id));
    }

    private Uni<Void> forget(String id) {
        return execute(FORGET, Tuple.of(id)).replaceWithVoid();
    }

    private static boolean isSubscription(Draft draft) {
        return draft.key().type().equals(TYPE);
    }

    private static Admitted asItIs(Draft draft) {
        return new Admitted(draft, Optional.empty());
    }

    private Uni<List<Row>> execute(String text, Tuple arguments) {
        return connection
                .preparedQuery(text)
                .execute(arguments)
                .onFailure()
                .transform(DatabaseFailures::translate)
                .map(rows -> {
                    List<Row> all = new ArrayList<>();
                    rows.forEach(all::add);
                    return all;
                });
    }
}
