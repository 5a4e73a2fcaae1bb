package health.webqx.imaging.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What must be on disk at once, though it becomes resources only later: one short row instead of many. An entry is either
 * here or its resources are there, never both or neither. Thread-safe, never blocks.
 */
@ApplicationScoped
public class Journal {
    private static final String NOTE = "INSERT INTO journal (entry) VALUES ($1)";

    /** One node at a time, and whoever waits finds nothing left. */
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('journal', 0))";

    private static final String TAKE =
            """
            WITH taken AS (DELETE FROM journal WHERE number IN (SELECT number FROM journal ORDER BY number LIMIT $1)
                RETURNING number, entry)
            SELECT entry FROM taken ORDER BY number
            """;

    private final Database database;
    private final SearchDefinitions definitions;
    private final Shapes shapes;

    /** Those that wait hold no connection, or the one at work would find none for the shapes. */
    private final Turn turn = new Turn();

    Journal(Database database, SearchDefinitions definitions, Shapes shapes) {
        this.database = database;
        this.definitions = definitions;
        this.shapes = shapes;
    }

    /** Completes when the entry is on disk. */
    public Uni<Void> note(Buffer entry) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(NOTE).execute(Tuple.of(entry)))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .replaceWithVoid();
    }

    /**
     * Makes resources of the oldest entries.
     *
     * @param most how many entries at once
     * @param resources what an entry becomes; called on a worker
     * @return how many entries there were; 0 when none is left
     */
    public Uni<Integer> settle(int most, Function<Buffer, List<Alike>> resources) {
        return turn.take(() -> database.pool()
                .withTransaction(connection -> taken(connection, most).flatMap(entries -> made(entries, resources)
                        .flatMap(made -> written(connection, made))
                        .replaceWith(entries.size())))
                .onFailure()
                .transform(DatabaseFailures::translate));
    }

    private static Uni<List<Buffer>> taken(SqlConnection connection, int most) {
        return connection
                .query(ALONE)
                .execute()
                .chain(() -> connection.preparedQuery(TAKE).execute(Tuple.of(most)))
                .map(rows -> {
                    List<Buffer> entries = new ArrayList<>();
                    for (Row row : rows) {
                        entries.add(row.getDelegate().getBuffer(0));
                    }
                    return entries;
                });
    }

    private static Uni<List<Alike>> made(List<Buffer> entries, Function<Buffer, List<Alike>> resources) {
        return Uni.createFrom()
                .item(() -> entries.stream()
                        .flatMap(entry -> resources.apply(entry).stream())
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Void> written(SqlConnection connection, List<Alike> drafts) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(drafts)
                .onItem()
                .transformToUniAndConcatenate(shapes::of)
                .collect()
                .asList()
                .flatMap(numbers -> new WriteSession(connection, definitions).append(drafts, numbers));
    }
}
