package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.index.IndexEntries;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One of the statements that write: it stores resources and their index rows at once, or nothing.
 *
 * @param text without any value in it
 */
record WriteStatement(String text, Tuple arguments) {
    /** Whether a row is one that topics are about, while anybody has subscribed to one. */
    private static final String NOTEWORTHY = "type IN ('ImagingStudy', 'DiagnosticReport')"
            + " AND EXISTS (SELECT 1 FROM subscription WHERE status IN ('requested', 'active', 'error'))";

    /** What is inserted stands for itself where it has no shape of others to share. */
    private static final String INSERT =
            """
            WITH incoming AS MATERIALIZED (
                SELECT u.ord, nextval('resource_sid') AS sid, u.type, u.id, u.last_updated, u.patients, u.body, u.shape
                FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bytea[], $6::bigint[])
                    WITH ORDINALITY AS u(type, id, last_updated, patients, body, shape, ord)),
            stored AS (INSERT INTO resource (sid, type, id, version, last_updated, deleted, patients, body, shape)
                SELECT sid, type, id, 1, last_updated, false, string_to_array(patients, ' '), body,
                    coalesce(shape, CASE WHEN type = 'AuditEvent' THEN sid END) FROM incoming),
            noted AS (INSERT INTO resource_change (sid, version, at)
                SELECT sid, 1, last_updated FROM incoming WHERE %s ORDER BY ord),
            told AS (%s)
            """
                    .formatted(NOTEWORTHY, Journal.noteAll(7));

    private static final String REPLACE =
            """
            WITH incoming AS MATERIALIZED (SELECT 1::bigint AS ord, $1::bigint AS sid),
            kept AS (INSERT INTO resource_version (sid, version, last_updated, deleted, patients, body)
                SELECT sid, version, last_updated, deleted, patients, body FROM resource WHERE sid = $1),
            stored AS (UPDATE resource SET version = $2::int, last_updated = $3::bigint, deleted = $4::boolean,
                patients = string_to_array($5::text, ' '), body = $6::bytea,
                shape = CASE WHEN shape IS NOT NULL THEN sid END WHERE sid = $1),
            noted AS (INSERT INTO resource_change (sid, version, at)
                SELECT sid, $2::int, $3::bigint FROM resource WHERE sid = $1 AND NOT $4::boolean AND %s)
            """
                            .formatted(NOTEWORTHY)
                    + IndexRows.CLEARED;

    private static final String REINDEX =
            """
            WITH incoming AS MATERIALIZED (SELECT u.ord, u.sid FROM unnest($1::bigint[], $2::bigint[]) u(ord, sid)),
            unshared AS (UPDATE resource SET shape = sid WHERE shape <> sid AND sid IN (SELECT sid FROM incoming))
            """
                    + IndexRows.CLEARED;

    /** Nothing but index rows, under a number of their own; of no effect where the digest is known already. */
    private static final String SHAPE =
            """
            WITH incoming AS MATERIALIZED (SELECT 1::bigint AS ord, nextval('resource_sid') AS sid),
            named AS (INSERT INTO index_shape (digest, sid) SELECT $1::bytea, sid FROM incoming)
            """;

    /** The numbers of what was written, in the order in which it was given. */
    private static final String END = " SELECT sid FROM incoming ORDER BY ord";

    /**
     * A version ready to be written.
     *
     * @param shape under what number the entries lie that it shares with others
     */
    record Row(StoredResource resource, IndexEntries entries, OptionalLong shape) {}

    /**
     * Any number of new resources.
     *
     * @param entries for the journal
     */
    static WriteStatement insert(List<Row> rows, List<Buffer> entries) {
        IndexRows index = new IndexRows();
        for (int i = 0; i < rows.size(); i++) {
            index.add(i + 1L, rows.get(i).resource().key().type(), rows.get(i).entries());
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(rows.stream().map(row -> row.resource().key().type()).toArray(String[]::new));
        arguments.add(rows.stream().map(row -> row.resource().key().id()).toArray(String[]::new));
        arguments.add(rows.stream()
                .map(row -> row.resource().lastUpdated().toEpochMilli())
                .toArray(Long[]::new));
        arguments.add(rows.stream()
                .map(row -> String.join(" ", row.entries().patients()))
                .toArray(String[]::new));
        arguments.add(rows.stream().map(row -> row.resource().json()).toArray(Buffer[]::new));
        arguments.add(rows.stream()
                .map(row -> row.shape().isPresent() ? row.shape().getAsLong() : null)
                .toArray(Long[]::new));
        arguments.add(entries.toArray(Buffer[]::new));
        return of(INSERT, arguments, index);
    }

    /** The next version of one resource; the version before goes to {@code resource_version}. */
    static WriteStatement replace(long sid, Row row) {
        IndexRows index = new IndexRows();
        index.add(1, row.resource().key().type(), row.entries());
        List<Object> arguments = new ArrayList<>(List.of(
                sid,
                row.resource().version(),
                row.resource().lastUpdated().toEpochMilli(),
                false,
                String.join(" ", row.entries().patients()),
                row.resource().json()));
        return of(REPLACE, arguments, index);
    }

    /** A deletion is a version without content; it stays in the compartments it was in. */
    static WriteStatement delete(long sid, int version, long now, String patients) {
        return of(
                REPLACE, new ArrayList<>(List.of(sid, version, now, true, patients, Buffer.buffer())), new IndexRows());
    }

    /** Index rows of resources that stay as they are, all of them under the resources' own numbers. */
    static WriteStatement reindex(List<Long> sids, IndexRows index) {
        List<Object> arguments = new ArrayList<>();
        Long[] ords = new Long[sids.size()];
        for (int i = 0; i < ords.length; i++) {
            ords[i] = i + 1L;
        }
        arguments.add(ords);
        arguments.add(sids.toArray(Long[]::new));
        return of(REINDEX, arguments, index);
    }

    /** The entries that resources of a shape share; its row tells under what number. */
    static WriteStatement shape(Buffer digest, String type, IndexEntries entries) {
        IndexRows index = new IndexRows();
        index.add(1, type, entries);
        return of(SHAPE, new ArrayList<>(List.of(digest)), index);
    }

    private static WriteStatement of(String beginning, List<Object> arguments, IndexRows index) {
        String text = beginning + index.inserts(arguments.size() + 1) + END;
        arguments.addAll(index.arguments());
        return new WriteStatement(text, Tuple.from(arguments));
    }
}
