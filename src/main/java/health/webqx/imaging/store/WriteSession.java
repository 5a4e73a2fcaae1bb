package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.EntityTag;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.SubscriptionWrites.Admitted;
import health.webqx.imaging.store.WriteStatement.Row;
import health.webqx.imaging.store.index.IndexEntries;
import health.webqx.imaging.store.search.ReadStatement;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import health.webqx.imaging.store.search.SearchStatement;
import health.webqx.imaging.store.search.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes that happen together or not at all, and what they read on the way: one after the other, never at once. Made by
 * {@link ResourceStore#together}; of no use after it.
 */
public final class WriteSession {
    private static final String KNOWN = "SELECT r.type, r.id FROM resource r"
            + " JOIN unnest($1::text[], $2::text[]) AS k(type, id) ON r.type = k.type AND r.id = k.id";

    private static final String CLAIM = "SELECT FROM resource r JOIN unnest($1::text[], $2::text[]) AS k(type, id)"
            + " ON r.type = k.type AND r.id = k.id ORDER BY r.sid FOR UPDATE OF r";

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))";

    private final SqlClient connection;
    private final SearchDefinitions definitions;
    private final SubscriptionWrites subscriptions;
    private final List<StoredResource> written = new ArrayList<>();

    /** Without a way to understand Subscriptions: for work that writes none. */
    WriteSession(SqlClient connection, SearchDefinitions definitions) {
        this(connection, definitions, Optional.empty());
    }

    WriteSession(SqlClient connection, SearchDefinitions definitions, Optional<SubscriptionReader> reader) {
        this.connection = connection;
        this.definitions = definitions;
        this.subscriptions = new SubscriptionWrites(connection, reader);
    }

    /** What was written so far, deleted resources included. */
    List<StoredResource> written() {
        return List.copyOf(written);
    }

    /** Waits until nobody else holds the lock of that name, and holds it until the end. */
    public Uni<Void> lock(String name) {
        return execute(LOCK, Tuple.of(name)).replaceWithVoid();
    }

    /**
     * Waits until nobody else writes any of these that are there, and nobody else does until the end. All who claim do so in
     * one order, so none of them waits for one that waits for it.
     */
    public Uni<Void> claim(List<ResourceKey> keys) {
        Tuple arguments = Tuple.of(
                keys.stream().map(ResourceKey::type).toArray(String[]::new),
                keys.stream().map(ResourceKey::id).toArray(String[]::new));
        return execute(CLAIM, arguments).replaceWithVoid();
    }

    /** Has the {@link Journal} hold these entries, if what this session writes is kept. */
    Uni<Void> note(List<Buffer> entries) {
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : execute(Journal.noteAll(1), Tuple.of(entries.toArray(Buffer[]::new)))
                        .replaceWithVoid();
    }

    /** As {@link ResourceStore#create(List, Reach)}. */
    public Uni<List<Written>> create(List<Draft> drafts, Reach reach) {
        return create(drafts, reach, written -> List.of());
    }

    /**
     * As {@link #create(List, Reach)}.
     *
     * @param note what the journal shall hold of it, in the same statement
     */
    Uni<List<Written>> create(List<Draft> drafts, Reach reach, Function<List<Written>, List<Buffer>> note) {
        return subscriptions.admit(drafts, reach).flatMap(admitted -> insert(admitted, reach, note));
    }

    /**
     * Of these keys the ones under which there has never been anything, and where {@link #update} would create. Where the
     * reach for a type has a limit none of that type is told, for it must not be known what is absent and what is hidden.
     */
    public Uni<Set<ResourceKey>> unknown(List<ResourceKey> keys, Reach reach) {
        Set<ResourceKey> open = keys.stream()
                .filter(key -> reach.of(key.type()).equals(Reach.Visibility.ALL))
                .collect(Collectors.toCollection(HashSet::new));
        if (open.isEmpty()) {
            return Uni.createFrom().item(open);
        }
        Tuple arguments = Tuple.of(
                open.stream().map(ResourceKey::type).toArray(String[]::new),
                open.stream().map(ResourceKey::id).toArray(String[]::new));
        return execute(KNOWN, arguments).map(rows -> {
            rows.forEach(row -> open.remove(new ResourceKey(row.getString(0), row.getString(1))));
            return open;
        });
    }

    /**
     * New resources, under no reach; the numbers given are those of their shapes, by their likenesses, and those answered
     * the resources' own, in their order.
     */
    Uni<List<Long>> append(List<Appended> resources, Map<Object, Long> shapes) {
        List<Row> rows = resources.stream()
                .map(each -> new Row(
                        each.resource(),
                        each.own(),
                        OptionalLong.of(
                                Objects.requireNonNull(shapes.get(each.alike().likeness())))))
                .toList();
        return execute(WriteStatement.insert(rows, List.of())).map(inserted -> {
            List<Long> numbers = new ArrayList<>();
            inserted.forEach(row -> numbers.add(row.getLong(0)));
            return numbers;
        });
    }

    /** As {@link ResourceStore#update}. */
    public Uni<Written> update(Draft draft, Optional<Integer> ifMatch, Reach reach) {
        return locked(draft.key(), reach)
                .flatMap(current -> current.isPresent()
                        ? replace(draft, current.get(), ifMatch, reach)
                        : createByUpdate(draft, ifMatch, reach));
    }

    /** As {@link #update}, where there is no such resource or it was deleted; else {@code PRECONDITION_FAILED}. */
    public Uni<Written> updateUnlessExists(Draft draft, Reach reach) {
        return locked(draft.key(), reach).flatMap(current -> {
            if (current.isPresent() && !current.get().deleted()) {
                throw Failure.at(FailureKind.PRECONDITION_FAILED, "If-None-Match", "the resource exists already");
            }
            return current.isPresent()
                    ? replace(draft, current.get(), Optional.empty(), reach)
                    : createByUpdate(draft, Optional.empty(), reach);
        });
    }

    /** As {@link ResourceStore#delete}. */
    public Uni<Optional<Found>> delete(ResourceKey key, Optional<Integer> ifMatch, Reach reach) {
        return locked(key, reach).flatMap(current -> {
            VersionRow version = current.orElseThrow(() -> absent(key));
            if (version.deleted()) {
                return Uni.createFrom().item(Optional.<Found>empty());
            }
            EntityTag.requireCurrent(ifMatch, version.version());
            Found found = new Found(version.resource(key), version.patients());
            return execute(version.deletion(later(version)))
                    .chain(() -> subscriptions.deleted(key))
                    .invoke(() -> written.add(found.resource()))
                    .replaceWith(Optional.of(found));
        });
    }

    /** As {@link ResourceStore#search}, what this session has written included. */
    public Uni<SearchPage> search(SearchQuery query, Reach reach) {
        return search(query.withWindows(definitions::hasSingleDate), reach, 0).invoke(query::requireWhole);
    }

    /** By ever more costly attempts, until the page is known to be right. */
    private Uni<SearchPage> search(SearchQuery query, Reach reach, int attempt) {
        Optional<SearchStatement> quick = SearchStatement.quick(query, reach, definitions::targets, attempt);
        return quick.isEmpty()
                ? page(SearchStatement.whole(query, reach, definitions::targets), query)
                : execute(quick.get()).flatMap(rows -> {
                    SearchPage page = PageRows.page(rows, query.count());
                    return PageRows.areWhole(rows, page)
                            ? Uni.createFrom().item(page)
                            : search(query, reach, attempt + 1);
                });
    }

    private Uni<SearchPage> page(SearchStatement statement, SearchQuery query) {
        return execute(statement).map(rows -> PageRows.page(rows, query.count()));
    }

    /** As {@link ResourceStore#read}. */
    public Uni<Found> read(ResourceKey key, Reach reach) {
        return one(key, ReadStatement.current(key, reach), reach);
    }

    /** As {@link #read(ResourceKey, Reach)}, with the mark of what it finds. */
    Uni<Recalled> readMarked(ResourceKey key, Reach reach) {
        return execute(ReadStatement.current(key, reach))
                .map(rows -> new Recalled(found(key, reach, rows), mark(rows)));
    }

    /** As {@link #readMarked(ResourceKey, Reach)}: what is known already is not sent again while its row is as it was. */
    Uni<Recalled> readMarked(Recalled known, Reach reach) {
        StoredResource last = known.found().resource();
        return execute(ReadStatement.currentUnless(last.key(), known.mark(), reach))
                .map(rows -> {
                    Found found = found(last.key(), reach, rows);
                    Mark mark = mark(rows);
                    return new Recalled(mark.equals(known.mark()) ? new Found(last, found.patients()) : found, mark);
                });
    }

    private static Mark mark(RowSet<io.vertx.mutiny.sqlclient.Row> rows) {
        return Mark.of(rows.iterator().next(), ReadStatement.WRITER);
    }

    /** As {@link #read(ResourceKey, Reach)}, and nobody else writes this resource until the end. */
    public Uni<Found> readToWrite(ResourceKey key, Reach reach) {
        return one(key, ReadStatement.currentForUpdate(key, reach), reach);
    }

    Uni<Found> one(ResourceKey key, ReadStatement statement, Reach reach) {
        return execute(statement).map(rows -> found(key, reach, rows));
    }

    /** What has no content any more may have been out of reach for its content. */
    private static Found found(ResourceKey key, Reach reach, RowSet<io.vertx.mutiny.sqlclient.Row> rows) {
        VersionRow version = VersionRow.first(rows).orElseThrow(() -> absent(key));
        if (version.deleted()) {
            throw Reach.Visibility.looksAtContent(reach.of(key.type()))
                    ? absent(key)
                    : Failure.of(FailureKind.GONE, key + " has been deleted");
        }
        return new Found(version.resource(key), version.patients());
    }

    private Uni<Optional<VersionRow>> locked(ResourceKey key, Reach reach) {
        return execute(ReadStatement.currentForUpdate(key, reach)).map(VersionRow::first);
    }

    private Uni<Written> replace(Draft draft, VersionRow current, Optional<Integer> ifMatch, Reach reach) {
        EntityTag.requireCurrent(ifMatch, current.version());
        return subscriptions.admit(draft, reach).flatMap(admitted -> {
            Row next = row(admitted.draft(), current.version() + 1, later(current), reach);
            return admitted.followed(execute(WriteStatement.replace(current.sid(), next)))
                    .replaceWith(() -> written(next, current.deleted()));
        });
    }

    private Uni<Written> createByUpdate(Draft draft, Optional<Integer> ifMatch, Reach reach) {
        if (!reach.of(draft.key().type()).equals(Reach.Visibility.ALL)) {
            throw absent(draft.key());
        }
        if (ifMatch.isPresent()) {
            throw Failure.of(FailureKind.PRECONDITION_FAILED, "there is no version to match");
        }
        return create(List.of(draft), reach).map(inserted -> inserted.get(0));
    }

    private Uni<List<Written>> insert(
            List<Admitted> admitted, Reach reach, Function<List<Written>, List<Buffer>> note) {
        Instant now = now();
        List<Row> rows =
                admitted.stream().map(each -> row(each.draft(), 1, now, reach)).toList();
        List<Written> all = rows.stream().map(row -> written(row, true)).toList();
        Uni<?> done = execute(WriteStatement.insert(rows, note.apply(all)));
        for (Admitted each : admitted) {
            done = each.followed(done);
        }
        return done.replaceWith(all);
    }

    private Row row(Draft draft, int version, Instant now, Reach reach) {
        ObjectNode versioned = ResourceJson.versioned(draft.content(), draft.key(), version, now);
        IndexEntries entries = definitions.entries(draft.key().type(), versioned);
        Admission.require(reach, draft.key(), entries.patients());
        return new Row(
                new StoredResource(draft.key(), version, now, ResourceJson.write(versioned)),
                entries,
                OptionalLong.empty());
    }

    private Written written(Row row, boolean created) {
        written.add(row.resource());
        return new Written(row.resource(), created, Set.copyOf(row.entries().patients()));
    }

    private Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> execute(Statement statement) {
        return execute(statement.text(), statement.arguments());
    }

    private Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> execute(WriteStatement statement) {
        return execute(statement.text(), statement.arguments());
    }

    private Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> execute(String text, Tuple arguments) {
        return connection.preparedQuery(text).execute(arguments).onFailure().transform(DatabaseFailures::translate);
    }

    /** One text for what is absent and what is out of reach. */
    static Failure absent(ResourceKey key) {
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
}
