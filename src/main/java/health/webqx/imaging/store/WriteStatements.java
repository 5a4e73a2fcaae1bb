package health.webqx.imaging.store;

import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.index.IndexEntries;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The two statements that write: each stores the version and its index rows at once, or nothing. */
final class WriteStatements {
    /** Any number of new resources. */
    static final String INSERT =
            """
            WITH incoming AS MATERIALIZED (
                SELECT u.ord, nextval('resource_sid') AS sid, u.type, u.id, u.last_updated, u.patients, u.body
                FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bytea[])
                    WITH ORDINALITY AS u(type, id, last_updated, patients, body, ord)),
            stored AS (INSERT INTO resource (sid, type, id, version, last_updated, deleted, patients, body)
                SELECT sid, type, id, 1, last_updated, false, string_to_array(patients, ' '), body FROM incoming)
            """
                    + IndexRows.inserts(6) + " SELECT count(*) FROM incoming";

    /** The next version of one resource; the version before goes to {@code resource_version}. */
    static final String REPLACE =
            """
            WITH incoming AS MATERIALIZED (SELECT 1::bigint AS ord, $1::bigint AS sid),
            kept AS (INSERT INTO resource_version (sid, version, last_updated, deleted, patients, body)
                SELECT sid, version, last_updated, deleted, patients, body FROM resource WHERE sid = $1),
            stored AS (UPDATE resource SET version = $2::int, last_updated = $3::bigint, deleted = $4::boolean,
                patients = string_to_array($5::text, ' '), body = $6::bytea WHERE sid = $1)
            """
                    + IndexRows.CLEARED
                    + IndexRows.inserts(7) + " SELECT count(*) FROM incoming";

    /** Index rows of resources that stay as they are. */
    static final String REINDEX =
            """
            WITH incoming AS MATERIALIZED (SELECT u.ord, u.sid FROM unnest($1::bigint[], $2::bigint[]) u(ord, sid))
            """
                    + IndexRows.CLEARED + IndexRows.inserts(3) + " SELECT count(*) FROM incoming";

    private WriteStatements() {}

    /** A version ready to be written. */
    record Row(StoredResource resource, IndexEntries entries) {}

    static Tuple insertArguments(List<Row> rows) {
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
        arguments.addAll(index.arguments());
        return Tuple.from(arguments);
    }

    static Tuple replaceArguments(long sid, Row row) {
        IndexRows index = new IndexRows();
        index.add(1, row.resource().key().type(), row.entries());
        List<Object> arguments = new ArrayList<>(List.of(
                sid,
                row.resource().version(),
                row.resource().lastUpdated().toEpochMilli(),
                false,
                String.join(" ", row.entries().patients()),
                row.resource().json()));
        arguments.addAll(index.arguments());
        return Tuple.from(arguments);
    }

    /** A deletion is a version without content; it stays in the compartments it was in. */
    static Tuple deleteArguments(long sid, int version, long now, String patients) {
        List<Object> arguments = new ArrayList<>(List.of(sid, version, now, true, patients, Buffer.buffer()));
        arguments.addAll(new IndexRows().arguments());
        return Tuple.from(arguments);
    }
}
