package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.search.CountStatement;
import health.webqx.imaging.store.search.EverythingQuery;
import health.webqx.imaging.store.search.EverythingStatement;
import health.webqx.imaging.store.search.ExportQuery;
import health.webqx.imaging.store.search.ExportStatement;
import health.webqx.imaging.store.search.HistoryPage;
import health.webqx.imaging.store.search.HistoryQuery;
import health.webqx.imaging.store.search.HistoryStatement;
import health.webqx.imaging.store.search.ReadStatement;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import health.webqx.imaging.store.search.Statement;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Versioned FHIR resources of every type, and search over them. No call blocks. Every call fails with {@link Failure}:
 * {@code UNAVAILABLE} while the database cannot answer, else as said. An answered write is on disk.
 */
@ApplicationScoped
public class ResourceStore {
    private static final Logger LOG = Logger.getLogger(ResourceStore.class);

    private static final int EXPORT_PAGE = 200;

    private static final int ATTEMPTS = 8;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Database database;
    private final SearchDefinitions definitions;
    private final List<WriteObserver> observers;
    private final Optional<SubscriptionReader> subscriptions;
    private final KeptReads kept = new KeptReads();

    ResourceStore(
            Database database,
            SearchDefinitions definitions,
            Shapes shapes,
            @All List<WriteObserver> observers,
            SubscriptionReader subscriptions) {
        this.database = database;
        this.definitions = definitions;
        this.observers = observers;
        this.subscriptions = Optional.of(subscriptions);
    }

    /**
     * Creates resources, all or none, in one statement (R4 3.1.0.8); Subscriptions take a few.
     *
     * @param reach what the writer may write: {@code FORBIDDEN} for a draft outside of it; {@code CONFLICT} for one whose
     *     key is taken
     */
    public Uni<List<Written>> create(List<Draft> drafts, Reach reach) {
        return create(drafts, reach, written -> List.of());
    }

    private Uni<List<Written>> create(List<Draft> drafts, Reach reach, Function<List<Written>, List<Buffer>> note) {
        if (drafts.stream().anyMatch(draft -> draft.key().type().equals(SubscriptionWrites.TYPE))) {
            return together(session -> session.create(drafts, reach, note));
        }
        return Uni.createFrom()
                .deferred(() -> new WriteSession(database.pool(), definitions).create(drafts, reach, note))
                .call(written -> tell(written.stream().map(Written::resource).toList()));
    }

    /** Creates one resource, as {@link #create(List, Reach)} does. */
    public Uni<Written> create(Draft draft, Reach reach) {
        return create(draft, reach, written -> List.of());
    }

    /**
     * As {@link #create(Draft, Reach)}.
     *
     * @param note what the {@link Journal} shall hold of it: both are on disk, or neither
     */
    public Uni<Written> create(Draft draft, Reach reach, Function<Written, List<Buffer>> note) {
        return create(List.of(draft), reach, written -> note.apply(written.get(0)))
                .map(written -> written.get(0));
    }

    /**
     * Writes the next version, or the first where there is none and the reach for the type has no limit: under a limit a
     * resource that is absent and one that is out of reach are both {@code NOT_FOUND} (R4 3.1.0.4).
     *
     * @param ifMatch the version that must be the current one, else {@code PRECONDITION_FAILED}
     */
    public Uni<Written> update(Draft draft, Optional<Integer> ifMatch, Reach reach) {
        return together(session -> session.update(draft, ifMatch, reach));
    }

    /** Deletes; a resource already deleted stays as it is. {@code NOT_FOUND} when out of reach (R4 3.1.0.7). */
    public Uni<Optional<Found>> delete(ResourceKey key, Optional<Integer> ifMatch, Reach reach) {
        return together(session -> session.delete(key, ifMatch, reach));
    }

    /**
     * Does work whose writes happen all or none. Where it and another stand in each other's way, one of them begins again;
     * {@code CONFLICT} after many times.
     */
    public <T> Uni<T> together(Function<WriteSession, Uni<T>> work) {
        return once(work)
                .onFailure(DatabaseFailures::isRace)
                .retry()
                .withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS);
    }

    /**
     * As {@link #together(Function)}.
     *
     * @param note what the {@link Journal} shall hold of it: both are on disk, or neither
     */
    public <T> Uni<T> together(Function<WriteSession, Uni<T>> work, Function<T, List<Buffer>> note) {
        return together(session -> work.apply(session).call(done -> session.note(note.apply(done))));
    }

    private <T> Uni<T> once(Function<WriteSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            AtomicReference<List<StoredResource>> written = new AtomicReference<>(List.of());
            return database.pool()
                    .withTransaction(connection -> {
                        WriteSession session = new WriteSession(connection, definitions, subscriptions);
                        return work.apply(session).invoke(() -> written.set(session.written()));
                    })
                    .onFailure()
                    .transform(DatabaseFailures::translate)
                    .call(() -> tell(Objects.requireNonNull(written.get())));
        });
    }

    /** Whether a resource in these patients' compartments could be created within a reach; in doubt not. */
    public static boolean admits(ResourceKey key, Set<String> patients, Reach reach) {
        return Admission.admits(reach, key, patients);
    }

    /**
     * The current version (R4 3.1.0.1); {@code NOT_FOUND} when out of reach, {@code GONE} when deleted, unless the reach
     * depends on what it held.
     */
    public Uni<Found> read(ResourceKey key, Reach reach) {
        return lookedUp(session -> session.read(key, reach));
    }

    /** As {@link #read}, of what is read again and again: it is kept in memory, where {@link #recall} finds it. */
    public Uni<Found> readAgain(ResourceKey key, Reach reach) {
        Optional<Recalled> known = kept.last(key);
        return this.<Recalled>lookedUp(session -> known.map(last -> session.readMarked(last, reach))
                        .orElseGet(() -> session.readMarked(key, reach)))
                .invoke(found -> kept.keep(found, reach.of(key.type())))
                .onFailure(Failure.class)
                .invoke(absent -> kept.forget(key, reach.of(key.type())))
                .map(Recalled::found);
    }

    /**
     * What {@link #readAgain} found last under this reach, where it is in memory and nothing but the resource's own row
     * decides whether it is in reach. Nothing is asked, so it may be outdated: only the {@link Journal} tells whether it is.
     */
    public Optional<Recalled> recall(ResourceKey key, Reach reach) {
        return kept.find(key, reach.of(key.type()));
    }

    /** A given version, deleted or superseded ones included (R4 3.1.0.3). */
    public Uni<Found> vread(ResourceKey key, int version, Reach reach) {
        return lookedUp(session -> session.one(key, ReadStatement.version(key, version, reach), reach));
    }

    /** One page of a search. */
    public Uni<SearchPage> search(SearchQuery query, Reach reach) {
        return direct(session -> session.search(query, reach));
    }

    /** One page of a patient's record; {@code NOT_FOUND} for a Patient that is not in reach. */
    public Uni<SearchPage> everything(EverythingQuery query, Reach reach) {
        return read(new ResourceKey("Patient", query.patient()), reach)
                .chain(() -> execute(new EverythingStatement(query, reach)))
                .map(rows -> PageRows.page(rows, query.count()));
    }

    /** How many resources a search finds in all. */
    public Uni<Long> count(SearchQuery query, Reach reach) {
        return execute(new CountStatement(query, reach))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** One page of versions, deletions included; {@code NOT_FOUND} for one resource that is not in reach. */
    public Uni<HistoryPage> history(HistoryQuery query, Reach reach) {
        Uni<HistoryPage> page =
                execute(new HistoryStatement(query, reach)).map(rows -> PageRows.history(rows, query.count()));
        return query.id().isEmpty() ? page : page.call(found -> requireKnown(query, found, reach));
    }

    /** Where the files of an export begin, each of so many resources at most. */
    public Uni<List<Long>> exportParts(ExportQuery query, Reach reach, int size) {
        return execute(ExportStatement.parts(query, reach, size)).map(rows -> {
            List<Long> parts = new ArrayList<>();
            rows.forEach(row -> parts.add(row.getLong(0)));
            return parts;
        });
    }

    /** The patients that a file of an export tells of. */
    public Uni<Set<String>> exportedPatients(ExportQuery query, Reach reach, long from, long until) {
        return execute(ExportStatement.patients(query, reach, from, until)).map(rows -> {
            Set<String> patients = new TreeSet<>();
            rows.forEach(row -> patients.add(row.getString(0)));
            return patients;
        });
    }

    /** A file of an export, resource by resource, read as fast as it is taken. */
    public Multi<Buffer> exported(ExportQuery query, Reach reach, long from, long until) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {from}, next -> execute(
                                ExportStatement.page(query, reach, next[0], until, EXPORT_PAGE))
                        .invoke(rows -> rows.forEach(row -> next[0] = row.getLong(0) + 1)))
                .whilst(rows -> rows.size() == EXPORT_PAGE)
                .onItem()
                .transformToIterable(rows -> {
                    List<Buffer> bodies = new ArrayList<>();
                    rows.forEach(row -> bodies.add(row.getDelegate().getBuffer(1)));
                    return bodies;
                });
    }

    /** A resource without versions since some moment is not one that is not known. */
    private Uni<Void> requireKnown(HistoryQuery query, HistoryPage found, Reach reach) {
        if (!found.entries().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ResourceKey key =
                new ResourceKey(query.types().iterator().next(), query.id().orElseThrow());
        return execute(ReadStatement.current(key, reach))
                .map(rows -> VersionRow.first(rows).orElseThrow(() -> WriteSession.absent(key)))
                .replaceWithVoid();
    }

    /** Work that needs no transaction. */
    private <T> Uni<T> direct(Function<WriteSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> work.apply(new WriteSession(database.pool(), definitions)));
    }

    /** Work that is found by a key. */
    private <T> Uni<T> lookedUp(Function<WriteSession, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> work.apply(new WriteSession(database.lookups(), definitions)));
    }

    /** What follows from a write is made good later where it fails; the write itself stands. */
    private Uni<Void> tell(List<StoredResource> written) {
        written.forEach(resource -> kept.forget(resource.key()));
        Uni<Void> told = Uni.createFrom().voidItem();
        for (WriteObserver observer : observers) {
            told = told.chain(() -> Uni.createFrom()
                    .deferred(() -> observer.written(written))
                    .onFailure()
                    .invoke(failure -> LOG.warnf("what follows from a write was not done: %s", failure))
                    .onFailure()
                    .recoverWithNull());
        }
        return told;
    }

    private Uni<RowSet<Row>> execute(Statement statement) {
        return database.pool()
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .onFailure()
                .transform(DatabaseFailures::translate);
    }
}
