package health.webqx.imaging.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Exports that were asked for, on every node of the service; each is its owner's alone and forgotten after a day. */
@ApplicationScoped
public class ExportJobs {
    /** How long the files of a job can be fetched. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final Database database;

    ExportJobs(Database database) {
        this.database = database;
    }

    /** Keeps a job; those that are too old go. */
    public Uni<Void> add(String id, String owner, Instant created, Buffer request) {
        String text = "WITH old AS (DELETE FROM export_job WHERE created < $5)"
                + " INSERT INTO export_job (id, owner, created, request) VALUES ($1, $2, $3, $4)";
        long oldest = created.minus(KEPT).toEpochMilli();
        return execute(text, Tuple.of(id, owner, created.toEpochMilli(), request, oldest))
                .replaceWithVoid();
    }

    /** What a job of that owner asks for. */
    public Uni<Optional<Buffer>> find(String id, String owner) {
        long oldest = Instant.now().minus(KEPT).toEpochMilli();
        String text = "SELECT request FROM export_job WHERE id = $1 AND owner = $2 AND created >= $3";
        return execute(text, Tuple.of(id, owner, oldest)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(row.getDelegate().getBuffer(0));
            }
            return Optional.empty();
        });
    }

    /** Forgets a job of that owner. */
    public Uni<Void> remove(String id, String owner) {
        return execute("DELETE FROM export_job WHERE id = $1 AND owner = $2", Tuple.of(id, owner))
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> execute(String text, Tuple arguments) {
        return Uni.createFrom()
                .deferred(() -> database.pool().preparedQuery(text).execute(arguments))
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
