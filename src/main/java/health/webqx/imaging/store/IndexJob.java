package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceJson;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Indexes anew what an older release has written, beside everything else: until it is done, a search by what that release did
 * not index finds less. Nodes that start together may do the same work twice, and nothing worse.
 */
@ApplicationScoped
public class IndexJob {
    /** To be raised with every change of what is indexed. */
    private static final int GENERATION = 4;

    private static final int PAGE = 200;
    private static final Logger LOG = Logger.getLogger(IndexJob.class);
    private static final String RESOURCES =
            "SELECT sid, type, body FROM resource WHERE NOT deleted AND sid > $1 ORDER BY sid LIMIT $2 FOR UPDATE";
    private static final String BEHIND = "SELECT coalesce(max(generation), 0) < $1 FROM index_state";
    private static final String DONE =
            "WITH old AS (DELETE FROM index_state) INSERT INTO index_state (generation) VALUES ($1)";

    private final Database database;
    private final SearchDefinitions definitions;

    IndexJob(Database database, SearchDefinitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** Only begins the work. */
    void start(@Observes @Priority(150) StartupEvent event) {
        isBehind()
                .flatMap(behind -> behind ? everything() : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.warnf("indexing is tried again: %s", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .indefinitely()
                .subscribe()
                .with(done -> {});
    }

    private Uni<Boolean> isBehind() {
        return database.pool()
                .preparedQuery(BEHIND)
                .execute(Tuple.of(GENERATION))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private Uni<Void> everything() {
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {0}, last -> page(last[0]).invoke(next -> last[0] = next))
                .whilst(last -> last >= 0)
                .collect()
                .last()
                .chain(() -> database.pool().preparedQuery(DONE).execute(Tuple.of(GENERATION)))
                .invoke(() -> LOG.info("every resource is indexed by this release's rules"))
                .replaceWithVoid();
    }

    /** The last resource of a page that was indexed anew; negative after the last page. */
    Uni<Long> page(long after) {
        return database.pool().withTransaction(connection -> connection
                .preparedQuery(RESOURCES)
                .execute(Tuple.of(after, PAGE))
                .flatMap(rows -> rows.size() == 0 ? Uni.createFrom().item(-1L) : indexed(connection, rows)));
    }

    private Uni<Long> indexed(SqlConnection connection, RowSet<Row> rows) {
        return Uni.createFrom()
                .item(() -> statement(rows))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(statement -> connection.preparedQuery(statement.text()).execute(statement.arguments()))
                .chain(() -> connection.preparedQuery(FactsStamp.RENEW).execute())
                .replaceWith(() -> last(rows));
    }

    private WriteStatement statement(RowSet<Row> rows) {
        IndexRows index = new IndexRows();
        List<Long> sids = new ArrayList<>();
        for (Row row : rows) {
            Optional<ObjectNode> resource = readable(row);
            if (resource.isEmpty()) {
                continue;
            }
            String type = row.getString(1);
            index.add(sids.size() + 1L, type, definitions.entries(type, resource.get()));
            sids.add(row.getLong(0));
        }
        return WriteStatement.reindex(sids, index);
    }

    /** One that cannot be read, written before something else was mended, does not keep the others from being found. */
    private static Optional<ObjectNode> readable(Row row) {
        try {
            return Optional.of(ResourceJson.readStored(row.getDelegate().getBuffer(2)));
        } catch (UncheckedIOException | Failure e) {
            LOG.warnf("resource %d cannot be read and is not found by search", row.getLong(0));
            return Optional.empty();
        }
    }

    private static long last(RowSet<Row> rows) {
        long last = -1;
        for (Row row : rows) {
            last = row.getLong(0);
        }
        return last;
    }
}
