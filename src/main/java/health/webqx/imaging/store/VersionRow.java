package health.webqx.imaging.store;

import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** One version as its row tells it, its body empty where the row has none. */
record VersionRow(long sid, int version, Instant lastUpdated, boolean deleted, Set<String> patients, Buffer body) {
    static Optional<VersionRow> first(RowSet<Row> rows) {
        Iterator<Row> each = rows.iterator();
        return each.hasNext() ? Optional.of(of(each.next())) : Optional.empty();
    }

    private static VersionRow of(Row row) {
        return new VersionRow(
                row.getLong(0),
                row.getInteger(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getBoolean(3),
                Set.of(row.getArrayOfStrings(4)),
                Optional.ofNullable(row.getDelegate().getBuffer(5)).orElseGet(Buffer::buffer));
    }

    StoredResource resource(ResourceKey key) {
        return new StoredResource(key, version, lastUpdated, body);
    }

    WriteStatement deletion(Instant now) {
        return WriteStatement.delete(sid, version + 1, now.toEpochMilli(), String.join(" ", patients));
    }
}
