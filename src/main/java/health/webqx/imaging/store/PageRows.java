package health.webqx.imaging.store;

import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.search.HistoryPage;
import health.webqx.imaging.store.search.HistoryQuery;
import health.webqx.imaging.store.search.PageKey;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchStatement;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a search's rows: {@code role, sid, type, id, version, last_updated, patients, body, shape, place, position}. */
final class PageRows {
    private PageRows() {}

    static SearchPage page(RowSet<Row> rows, int count) {
        List<StoredResource> matches = new ArrayList<>();
        List<StoredResource> included = new ArrayList<>();
        Set<String> patients = new TreeSet<>();
        PageKey last = new PageKey(List.of(), 0);
        boolean more = false;
        for (Row row : rows) {
            int role = row.getInteger(0);
            if (role == SearchStatement.MAY_BE_SHORT) {
                continue;
            }
            boolean match = role == SearchStatement.MATCH;
            if (match && matches.size() == count) {
                more = true;
                continue;
            }
            (match ? matches : included).add(resource(row));
            patients.addAll(Set.of(row.getArrayOfStrings(6)));
            last = match ? key(row) : last;
        }
        return new SearchPage(matches, included, more ? Optional.of(last) : Optional.empty(), patients);
    }

    /** Whether the page is what the search finds: where another follows, or no last row tells that it may be short. */
    static boolean areWhole(RowSet<Row> rows, SearchPage page) {
        Row last = null;
        for (Row row : rows) {
            last = row;
        }
        return page.next().isPresent() || last == null || last.getInteger(0) != SearchStatement.MAY_BE_SHORT;
    }

    /** Of a history's rows: {@code sid, type, id, version, last_updated, deleted, patients, body}. */
    static HistoryPage history(RowSet<Row> rows, int count) {
        List<HistoryPage.Entry> entries = new ArrayList<>();
        Set<String> patients = new TreeSet<>();
        Optional<HistoryQuery.Position> last = Optional.empty();
        for (Row row : rows) {
            if (entries.size() == count) {
                return new HistoryPage(entries, last, patients);
            }
            entries.add(new HistoryPage.Entry(
                    new StoredResource(
                            new ResourceKey(row.getString(1), row.getString(2)),
                            row.getInteger(3),
                            Instant.ofEpochMilli(row.getLong(4)),
                            row.getDelegate().getBuffer(7)),
                    row.getBoolean(5)));
            patients.addAll(Set.of(row.getArrayOfStrings(6)));
            last = Optional.of(new HistoryQuery.Position(row.getLong(4), row.getLong(0), row.getInteger(3)));
        }
        return new HistoryPage(entries, Optional.empty(), patients);
    }

    private static PageKey key(Row row) {
        String[] values = row.getArrayOfStrings(10);
        return new PageKey(values == null ? List.of() : List.of(values), row.getLong(1));
    }

    private static StoredResource resource(Row row) {
        return new StoredResource(
                new ResourceKey(row.getString(2), row.getString(3)),
                row.getInteger(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getDelegate().getBuffer(7));
    }
}
