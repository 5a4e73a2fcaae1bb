package health.webqx.imaging.store;

import health.webqx.imaging.store.search.LooksStatement;
import health.webqx.imaging.store.search.Statement;
import health.webqx.imaging.store.search.TallyStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What stored AuditEvents tell in sum. Never blocks; fails {@code UNAVAILABLE} while the database cannot answer. */
@ApplicationScoped
public class AccessTally {
    private final Database database;

    AccessTally(Database database) {
        this.database = database;
    }

    /**
     * Events of one kind.
     *
     * @param key what they have in common; empty where they lack it
     * @param first when the first was recorded
     * @param last when the last was recorded
     */
    public record Kind(String key, long count, String first, String last) {}

    /** A stored event and its number. */
    public record Numbered(long sid, Buffer body) {}

    /** The kinds that a statement finds. */
    public Uni<List<Kind>> kinds(TallyStatement statement) {
        return all(statement, row -> new Kind(row.getString(0), row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** The accesses that a statement finds. */
    public Uni<List<Numbered>> looks(LooksStatement statement) {
        return all(
                statement, row -> new Numbered(row.getLong(0), row.getDelegate().getBuffer(1)));
    }

    private <T> Uni<List<T>> all(Statement statement, Function<Row, T> read) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(statement.text()).execute(statement.arguments()))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .map(rows -> {
                    List<T> all = new ArrayList<>();
                    rows.forEach(row -> all.add(read.apply(row)));
                    return all;
                });
    }
}
