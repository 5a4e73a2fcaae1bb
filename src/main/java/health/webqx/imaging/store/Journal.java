package health.webqx.imaging.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What must be on disk at once, though it becomes resources only later: one short row instead of many. An entry is either
 * here or its resources are there, never both or neither. They are AuditEvents, and each portion of them becomes a link of
 * the chain that holds them ({@link AuditChain}). Thread-safe, never blocks.
 */
@ApplicationScoped
public class Journal {
    /**
     * Notes are best sent so many at once: while the database brings one to disk, the next is there already, and of one
     * alone the disk is idle half the time; of more, each holds fewer entries.
     */
    public static final int NOTES_AT_ONCE = 2;

    private static final String NOTE = "INSERT INTO journal (entry) VALUES ($1)";

    /** Whether the row is as marked is seen in the same moment in which the entry is written, or not written. */
    private static final String NOTE_PROVIDED =
            """
            INSERT INTO journal (entry) SELECT $1 FROM resource
            WHERE sid = $2 AND version = $3 AND last_updated = $4 AND xmin::text = $5
            """;

    /** The same of several, each looked up by its key: joined, the whole table might be read. */
    private static final String NOTE_PROVIDED_ALL =
            """
            INSERT INTO journal (entry) SELECT $1 WHERE (
                SELECT bool_and(COALESCE((SELECT r.version = a.version AND r.last_updated = a.last_updated
                    AND r.xmin::text = a.writer FROM resource r WHERE r.sid = a.sid), false))
                FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::text[]) AS a (sid, version, last_updated, writer))
            """;

    /** One node at a time, and whoever waits finds nothing left. */
    static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('journal', 0))";

    /** At least one, and never more than fits into memory, however short they are. */
    private static final String TAKE =
            """
            WITH oldest AS (SELECT number, octet_length(entry) AS size FROM journal ORDER BY number LIMIT 2000),
            summed AS (SELECT number, sum(size) OVER (ORDER BY number) - size AS before FROM oldest),
            taken AS (DELETE FROM journal WHERE number IN (SELECT number FROM summed WHERE before < $1)
                RETURNING number, entry)
            SELECT entry FROM taken ORDER BY number
            """;

    /** Resources made and written in one statement: few enough to be gone before memory is tidied. */
    private static final int WRITTEN_AT_ONCE = 500;

    private final Database database;
    private final SearchDefinitions definitions;
    private final Shapes shapes;
    private final AuditChain chain;

    /** Those that wait hold no connection, or the one at work would find none for the shapes. */
    private final Turn turn = new Turn();

    Journal(Database database, SearchDefinitions definitions, Shapes shapes, AuditChain chain) {
        this.database = database;
        this.definitions = definitions;
        this.shapes = shapes;
        this.chain = chain;
    }

    /** The statement by which who writes something notes it, too; the parameter of that number are any number of entries. */
    static String noteAll(int parameter) {
        return "INSERT INTO journal (entry) SELECT unnest($" + parameter + "::bytea[])";
    }

    /**
     * Completes when the entry is on disk, on an event loop of the journal's: nothing long may follow there.
     *
     * @param provided rows of which the entry tells what was {@linkplain Recalled recalled}
     * @return whether it is noted: all of these rows were as marked at a moment after this call. Of none it always is
     */
    public Uni<Boolean> note(Buffer entry, Set<Mark> provided) {
        return Uni.createFrom()
                .deferred(() -> noted(entry, List.copyOf(provided)))
                .runSubscriptionOn(this::onLoop)
                .map(written -> written.rowCount() == 1)
                .onFailure()
                .transform(DatabaseFailures::translate);
    }

    private Uni<RowSet<Row>> noted(Buffer entry, List<Mark> rows) {
        return switch (rows.size()) {
            case 0 -> database.notes().preparedQuery(NOTE).execute(Tuple.of(entry));
            case 1 -> database.notes().preparedQuery(NOTE_PROVIDED).execute(arguments(entry, rows.get(0)));
            default -> database.notes().preparedQuery(NOTE_PROVIDED_ALL).execute(arguments(entry, rows));
        };
    }

    private static Tuple arguments(Buffer entry, Mark row) {
        return Tuple.of(entry, row.sid(), row.version(), row.lastUpdated(), row.writer());
    }

    private static Tuple arguments(Buffer entry, List<Mark> rows) {
        return Tuple.of(
                entry,
                rows.stream().map(Mark::sid).toArray(Long[]::new),
                rows.stream().map(Mark::version).toArray(Integer[]::new),
                rows.stream().map(Mark::lastUpdated).toArray(Long[]::new),
                rows.stream().map(Mark::writer).toArray(String[]::new));
    }

    private void onLoop(Runnable work) {
        Context loop = database.notesLoop();
        if (loop.equals(Vertx.currentContext())) {
            work.run();
        } else {
            loop.runOnContext(now -> work.run());
        }
    }

    /**
     * Makes resources of the oldest entries.
     *
     * @param bytes of how much at once; one entry is taken however long it is
     * @param notes what an entry tells, small enough to be held together; called on a worker
     * @param resource what a note becomes, held with a few others at a time only; called on a worker
     * @return how many notes there were, at least 1 for what was taken; 0 when nothing is left
     */
    public <N> Uni<Integer> settle(int bytes, Function<Buffer, List<N>> notes, Function<N, Alike> resource) {
        return turn.take(() -> database.pool()
                .withTransaction(connection -> taken(connection, bytes)
                        .flatMap(entries -> notesOf(entries, notes).flatMap(all -> written(connection, all, resource)
                                .replaceWith(entries.isEmpty() ? 0 : Math.max(1, all.size())))))
                .onFailure()
                .transform(DatabaseFailures::translate));
    }

    private static Uni<List<Buffer>> taken(SqlConnection connection, int bytes) {
        return connection
                .query(ALONE)
                .execute()
                .chain(() -> connection.preparedQuery(TAKE).execute(Tuple.of((long) bytes)))
                .map(rows -> {
                    List<Buffer> entries = new ArrayList<>();
                    for (Row row : rows) {
                        entries.add(row.getDelegate().getBuffer(0));
                    }
                    return entries;
                });
    }

    private static <N> Uni<List<N>> notesOf(List<Buffer> entries, Function<Buffer, List<N>> notes) {
        return Uni.createFrom()
                .item(() -> entries.stream()
                        .flatMap(entry -> notes.apply(entry).stream())
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private <N> Uni<Void> written(SqlConnection connection, List<N> notes, Function<N, Alike> resource) {
        List<List<N>> parts = IntStream.iterate(0, from -> from < notes.size(), from -> from + WRITTEN_AT_ONCE)
                .mapToObj(from -> notes.subList(from, Math.min(notes.size(), from + WRITTEN_AT_ONCE)))
                .toList();
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> made(part, resource).flatMap(made -> numbered(made)
                        .flatMap(numbers -> new WriteSession(connection, definitions).append(made, numbers))
                        .flatMap(sids -> chain.extend(connection, made, sids))))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private <N> Uni<List<Appended>> made(List<N> notes, Function<N, Alike> resource) {
        return Uni.createFrom()
                .item(() -> notes.stream()
                        .map(note -> Appended.of(resource.apply(note), definitions))
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** The number of each likeness that is among them. */
    private Uni<Map<Object, Long>> numbered(List<Appended> made) {
        Map<Object, Alike> different = new LinkedHashMap<>();
        made.forEach(each -> different.putIfAbsent(each.alike().likeness(), each.alike()));
        Map<Object, Long> numbers = new HashMap<>();
        return Multi.createFrom()
                .iterable(different.values())
                .onItem()
                .transformToUniAndConcatenate(
                        alike -> shapes.of(alike).invoke(number -> numbers.put(alike.likeness(), number)))
                .collect()
                .asList()
                .replaceWith(numbers);
    }
}
