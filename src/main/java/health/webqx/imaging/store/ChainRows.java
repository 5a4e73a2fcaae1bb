package health.webqx.imaging.store;

import health.webqx.imaging.store.chain.ChainedEvent;
import health.webqx.imaging.store.chain.Link;
import health.webqx.imaging.store.chain.Mark;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rows of the chain over AuditEvents, read in a transaction. */
final class ChainRows {
    private static final String MARKS = "SELECT name, number, hash, last_sid, events, key, mac FROM audit_mark";
    private static final String LAST = "SELECT coalesce(max(number), 0) FROM audit_link";
    private static final String LINKS = "SELECT number, first_sid, last_sid, events, latest, marks, key, hash"
            + " FROM audit_link WHERE number > $1 ORDER BY number LIMIT $2";
    private static final String EVENTS =
            """
            SELECT sid, id, version, last_updated, array_to_string(patients, ' '),
                deleted OR EXISTS (SELECT FROM resource_version v WHERE v.sid = r.sid), body
            FROM resource r WHERE type = 'AuditEvent' AND sid > $1 AND sid <= $2 ORDER BY sid LIMIT $3
            """;
    private static final String COUNT = "SELECT count(*) FROM resource WHERE type = 'AuditEvent' AND sid <= $1";
    private static final String UPSERT =
            """
            INSERT INTO audit_mark (name, number, hash, last_sid, events, key, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (name) DO UPDATE SET number = excluded.number, hash = excluded.hash,
                last_sid = excluded.last_sid, events = excluded.events, key = excluded.key, mac = excluded.mac
            """;
    private static final String ADD = "INSERT INTO audit_link (number, first_sid, last_sid, events, latest, marks, key,"
            + " hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    private final SqlConnection connection;

    ChainRows(SqlConnection connection) {
        this.connection = connection;
    }

    /**
     * How far the chain goes.
     *
     * @param last the number of the last link; 0 for none
     */
    record Ends(Optional<Mark> anchor, Optional<Mark> head, long last) {
        boolean none() {
            return anchor.isEmpty() && head.isEmpty() && last == 0;
        }
    }

    Uni<Ends> ends() {
        return all(MARKS, Tuple.tuple(), ChainRows::mark)
                .flatMap(marks -> all(LAST, Tuple.tuple(), row -> row.getLong(0))
                        .map(last -> new Ends(named(marks, Mark.ANCHOR), named(marks, Mark.HEAD), last.get(0))));
    }

    private static Optional<Mark> named(List<Mark> marks, String name) {
        return marks.stream().filter(mark -> mark.name().equals(name)).findFirst();
    }

    /** The first links after that number. */
    Uni<List<Link>> links(long after, int most) {
        return all(LINKS, Tuple.of(after, most), ChainRows::link);
    }

    /** The events after one number and up to another, in order. */
    Uni<List<ChainedEvent>> events(long after, long last, int most) {
        return all(EVENTS, Tuple.of(after, last, most), ChainRows::event);
    }

    /** How many events there are up to that number. */
    Uni<Long> count(long sid) {
        return all(COUNT, Tuple.of(sid), row -> row.getLong(0)).map(rows -> rows.get(0));
    }

    Uni<Void> keep(Mark mark) {
        return execute(
                        UPSERT,
                        Tuple.from(List.of(
                                mark.name(),
                                mark.number(),
                                mark.hash(),
                                mark.lastSid(),
                                mark.events(),
                                mark.key(),
                                mark.mac())))
                .replaceWithVoid();
    }

    Uni<Void> add(Link link) {
        return execute(
                        ADD,
                        Tuple.from(List.of(
                                link.number(),
                                link.firstSid(),
                                link.lastSid(),
                                link.events(),
                                link.latest(),
                                link.marks(),
                                link.key(),
                                link.hash())))
                .replaceWithVoid();
    }

    private <T> Uni<List<T>> all(String text, Tuple arguments, Function<Row, T> read) {
        return execute(text, arguments).map(rows -> {
            List<T> all = new ArrayList<>();
            rows.forEach(row -> all.add(read.apply(row)));
            return all;
        });
    }

    private Uni<RowSet<Row>> execute(String text, Tuple arguments) {
        return connection.preparedQuery(text).execute(arguments);
    }

    private static Mark mark(Row row) {
        return new Mark(
                row.getString(0),
                row.getLong(1),
                bytes(row, 2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                bytes(row, 6));
    }

    private static Link link(Row row) {
        return new Link(
                row.getLong(0),
                row.getLong(1),
                row.getLong(2),
                row.getInteger(3),
                row.getLong(4),
                bytes(row, 5),
                row.getString(6),
                bytes(row, 7));
    }

    private static ChainedEvent event(Row row) {
        return new ChainedEvent(
                row.getLong(0),
                row.getString(1),
                row.getInteger(2),
                row.getLong(3),
                row.getString(4),
                row.getBoolean(5),
                bytes(row, 6));
    }

    private static Buffer bytes(Row row, int column) {
        return row.getDelegate().getBuffer(column);
    }
}
