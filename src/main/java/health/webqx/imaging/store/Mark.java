package health.webqx.imaging.store;

import io.vertx.mutiny.sqlclient.Row;

/**
 * How a resource's row was seen. Whatever is written to the row afterwards, by whom and for what reason soever, gives it
 * another one.
 *
 * @param sid which row
 * @param version of the resource, 1-based
 * @param lastUpdated in milliseconds
 * @param writer the transaction that wrote the row, as PostgreSQL names it ({@code xmin}). Not enough by itself: after a
 *     failover names may be given a second time
 */
public record Mark(long sid, int version, long lastUpdated, String writer) {
    /** Of a row whose first columns are {@code sid, version, last_updated}. */
    static Mark of(Row row, int writerColumn) {
        return new Mark(row.getLong(0), row.getInteger(1), row.getLong(2), row.getString(writerColumn));
    }
}
