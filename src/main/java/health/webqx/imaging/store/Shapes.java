package health.webqx.imaging.store;

import health.webqx.imaging.store.index.IndexEntries;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers under which shared search entries lie. A shape is known by its entries, so every node and every release that
 * derives the same entries finds the same number. Thread-safe, never blocks.
 */
@ApplicationScoped
class Shapes {
    private static final int MOST_REMEMBERED = 20_000;
    private static final String KNOWN = "SELECT sid FROM index_shape WHERE digest = $1";

    private final Database database;
    private final SearchDefinitions definitions;
    private final Map<Object, Long> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Shapes(Database database, SearchDefinitions definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** The number of the draft's shape; what it shares is on disk. */
    Uni<Long> of(Alike alike) {
        synchronized (remembered) {
            Long known = remembered.get(alike.likeness());
            if (known != null) {
                return Uni.createFrom().item(known);
            }
        }
        String type = alike.draft().key().type();
        IndexEntries shared = definitions.sharedEntries(type, alike.draft().content());
        Buffer digest = digest(type, shared);
        return find(digest)
                .flatMap(found ->
                        found.map(sid -> Uni.createFrom().item(sid)).orElseGet(() -> add(digest, type, shared)))
                .invoke(sid -> {
                    synchronized (remembered) {
                        remembered.put(alike.likeness(), sid);
                    }
                });
    }

    private Uni<Optional<Long>> find(Buffer digest) {
        return database.pool()
                .preparedQuery(KNOWN)
                .execute(Tuple.of(digest))
                .onFailure()
                .transform(DatabaseFailures::translate)
                .map(Shapes::first);
    }

    /** Another node may have come first: then its number holds. */
    private Uni<Long> add(Buffer digest, String type, IndexEntries shared) {
        WriteStatement statement = WriteStatement.shape(digest, type, shared);
        return database.pool()
                .preparedQuery(statement.text())
                .execute(statement.arguments())
                .map(Shapes::first)
                .onFailure()
                .recoverWithUni(failure -> find(digest)
                        .flatMap(found -> found.isPresent()
                                ? Uni.createFrom().item(found)
                                : Uni.createFrom().failure(DatabaseFailures.translate(failure))))
                .map(Optional::orElseThrow);
    }

    private static Optional<Long> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getLong(0));
    }

    private static Buffer digest(String type, IndexEntries entries) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Buffer.buffer(sha256.digest((type + entries).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
