package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.WriteStatements.Row;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.search.CountStatement;
import health.webqx.imaging.store.search.HistoryPage;
import health.webqx.imaging.store.search.HistoryQuery;
import health.webqx.imaging.store.search.HistoryStatement;
import health.webqx.imaging.store.search.ReadStatement;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import health.webqx.imaging.store.search.SearchStatement;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Versioned FHIR resources of every type, and search over them. No call blocks. Every call fails with {@link Failure}:
 * {@code UNAVAILABLE} while the database cannot answer, else as said. An answered write is on disk.
 */
@ApplicationScoped
public class ResourceStore {
    private static final Logger LOG = Logger.getLogger(ResourceStore.class);

    private final Database database;
    private final SearchDefinitions definitions;
    private final List<WriteObserver> observers;

    ResourceStore(Database database, SearchDefinitions definitions, @All List<WriteObserver> observers) {
        this.database = database;
        this.definitions = definitions;
        this.observers = observers;
    }

    /**
     * Creates resources, all or none, in one statement (R4 3.1.0.8).
     *
     * @param reach what the writer may write: {@code FORBIDDEN} for a draft outside of it; {@code CONFLICT} for one whose
     *     key is taken
     */
    public Uni<List<Written>> create(List<Draft> drafts, Reach reach) {
        return Uni.createFrom()
                .deferred(() -> {
                    Instant now = now();
                    List<Row> rows = drafts.stream()
                            .map(draft -> row(draft, 1, now, reach))
                            .toList();
                    return insert(database.pool(), rows);
                })
                .call(written -> tell(written.stream().map(Written::resource).toList()));
    }

    /** Creates one resource, as {@link #create(List, Reach)} does. */
    public Uni<Written> create(Draft draft, Reach reach) {
        return create(List.of(draft), reach).map(written -> written.get(0));
    }

    /**
     * Writes the next version, or the first where there is none and the reach for the type has no limit: under a limit a
     * resource that is absent and one that is out of reach are both {@code NOT_FOUND} (R4 3.1.0.4).
     *
     * @param ifMatch the version that must be the current one, else {@code PRECONDITION_FAILED}
     */
    public Uni<Written> update(Draft draft, Optional<Integer> ifMatch, Reach reach) {
        return inTransaction(connection -> locked(connection, draft.key(), reach)
                        .flatMap(current -> current.isPresent()
                                ? replace(connection, draft, current.get(), ifMatch, reach)
                                : createByUpdate(connection, draft, ifMatch, reach)))
                .call(written -> tell(List.of(written.resource())));
    }

    /** Deletes; a resource already deleted stays as it is. {@code NOT_FOUND} when out of reach (R4 3.1.0.7). */
    public Uni<Optional<Found>> delete(ResourceKey key, Optional<Integer> ifMatch, Reach reach) {
        return inTransaction(connection -> locked(connection, key, reach).flatMap(current -> {
                    VersionRow version = current.orElseThrow(() -> absent(key));
                    if (version.deleted()) {
                        return Uni.createFrom().item(Optional.<Found>empty());
                    }
                    requireVersion(ifMatch, version.version());
                    return connection
                            .preparedQuery(WriteStatements.REPLACE)
                            .execute(version.deletion(later(version)))
                            .replaceWith(Optional.of(new Found(version.resource(key), version.patients())));
                }))
                .call(deleted -> tell(deleted.map(Found::resource).stream().toList()));
    }

    /** The current version (R4 3.1.0.1); {@code NOT_FOUND} when out of reach, {@code GONE} when deleted. */
    public Uni<Found> read(ResourceKey key, Reach reach) {
        return one(key, ReadStatement.current(key, reach));
    }

    /** A given version, deleted or superseded ones included (R4 3.1.0.3). */
    public Uni<Found> vread(ResourceKey key, int version, Reach reach) {
        return one(key, ReadStatement.version(key, version, reach));
    }

    /** One page of a search. */
    public Uni<SearchPage> search(SearchQuery query, Reach reach) {
        SearchStatement statement = new SearchStatement(query, reach, definitions::targets);
        return execute(database.pool(), statement.text(), statement.arguments())
                .map(rows -> PageRows.page(rows, query.count()));
    }

    /** How many resources a search finds in all. */
    public Uni<Long> count(SearchQuery query, Reach reach) {
        CountStatement statement = new CountStatement(query, reach);
        return execute(database.pool(), statement.text(), statement.arguments())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** One page of versions, deletions included; {@code NOT_FOUND} for one resource that is not in reach. */
    public Uni<HistoryPage> history(HistoryQuery query, Reach reach) {
        HistoryStatement statement = new HistoryStatement(query, reach);
        Uni<HistoryPage> page = execute(database.pool(), statement.text(), statement.arguments())
                .map(rows -> PageRows.history(rows, query.count()));
        return query.id().isEmpty() ? page : page.call(found -> requireKnown(query, found, reach));
    }

    /** A resource without versions since some moment is not one that is not known. */
    private Uni<Void> requireKnown(HistoryQuery query, HistoryPage found, Reach reach) {
        if (!found.entries().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ResourceKey key =
                new ResourceKey(query.types().iterator().next(), query.id().orElseThrow());
        ReadStatement statement = ReadStatement.current(key, reach);
        return execute(database.pool(), statement.text(), statement.arguments())
                .map(rows -> VersionRow.first(rows).orElseThrow(() -> absent(key)))
                .replaceWithVoid();
    }

    private Uni<Found> one(ResourceKey key, ReadStatement statement) {
        return execute(database.pool(), statement.text(), statement.arguments()).map(rows -> {
            VersionRow version = VersionRow.first(rows).orElseThrow(() -> absent(key));
            if (version.deleted()) {
                throw Failure.of(FailureKind.GONE, key + " has been deleted");
            }
            return new Found(version.resource(key), version.patients());
        });
    }

    private Uni<Optional<VersionRow>> locked(SqlConnection connection, ResourceKey key, Reach reach) {
        ReadStatement statement = ReadStatement.currentForUpdate(key, reach);
        return connection
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .map(VersionRow::first);
    }

    private Uni<Written> replace(
            SqlConnection connection, Draft draft, VersionRow current, Optional<Integer> ifMatch, Reach reach) {
        requireVersion(ifMatch, current.version());
        Row next = row(draft, current.version() + 1, later(current), reach);
        return connection
                .preparedQuery(WriteStatements.REPLACE)
                .execute(WriteStatements.replaceArguments(current.sid(), next))
                .replaceWith(written(next, current.deleted()));
    }

    private Uni<Written> createByUpdate(SqlConnection connection, Draft draft, Optional<Integer> ifMatch, Reach reach) {
        if (!reach.of(draft.key().type()).equals(Reach.Visibility.ALL)) {
            throw absent(draft.key());
        }
        if (ifMatch.isPresent()) {
            throw Failure.of(FailureKind.PRECONDITION_FAILED, "there is no version to match");
        }
        return insert(connection, List.of(row(draft, 1, now(), reach))).map(written -> written.get(0));
    }

    private Uni<List<Written>> insert(SqlClient client, List<Row> rows) {
        return execute(client, WriteStatements.INSERT, WriteStatements.insertArguments(rows))
                .replaceWith(() -> rows.stream().map(row -> written(row, true)).toList());
    }

    private Row row(Draft draft, int version, Instant now, Reach reach) {
        ObjectNode versioned = ResourceJson.versioned(draft.content(), draft.key(), version, now);
        IndexEntries entries = definitions.entries(draft.key().type(), versioned);
        Admission.require(reach, draft.key(), entries.patients());
        return new Row(new StoredResource(draft.key(), version, now, ResourceJson.write(versioned)), entries);
    }

    private static Written written(Row row, boolean created) {
        return new Written(row.resource(), created, Set.copyOf(row.entries().patients()));
    }

    private static void requireVersion(Optional<Integer> wanted, int current) {
        if (wanted.isPresent() && wanted.get() != current) {
            throw Failure.at(FailureKind.PRECONDITION_FAILED, "If-Match", "the current version is " + current);
        }
    }

    /** One text for what is absent and what is out of reach. */
    private static Failure absent(ResourceKey key) {
        return Failure.of(FailureKind.NOT_FOUND, key + " is not known");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Now, but never before the version that is replaced: clocks of two nodes differ. */
    private static Instant later(VersionRow current) {
        Instant now = now();
        return now.isAfter(current.lastUpdated()) ? now : current.lastUpdated();
    }

    /** What follows from a write is made good later where it fails; the write itself stands. */
    private Uni<Void> tell(List<StoredResource> written) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (WriteObserver observer : observers) {
            told = told.chain(() -> observer.written(written)
                    .onFailure()
                    .invoke(failure -> LOG.warnf("what follows from a write was not done: %s", failure))
                    .onFailure()
                    .recoverWithNull());
        }
        return told;
    }

    private <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return database.pool().withTransaction(work).onFailure().transform(DatabaseFailures::translate);
    }

    private static Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> execute(SqlClient client, String text, Tuple arguments) {
        return client.preparedQuery(text).execute(arguments).onFailure().transform(DatabaseFailures::translate);
    }
}
