package health.webqx.imaging.store.search;

import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Mark;
import health.webqx.imaging.store.Reach;

/** Finding one resource under a reach: what is out of reach has no row. */
public final class ReadStatement extends Statement {
    /** The column, from 0, of the transaction that wrote the row. */
    public static final int WRITER = 6;

    private ReadStatement() {}

    /** The current version: {@code sid, version, last_updated, deleted, patients, body, xmin}. */
    public static ReadStatement current(ResourceKey key, Reach reach) {
        ReadStatement statement = new ReadStatement();
        statement.sql.add("SELECT r.sid, r.version, r.last_updated, r.deleted, r.patients, r.body, r.xmin::text");
        statement.fromResource(key, reach);
        return statement;
    }

    /** As {@link #current}, its body null where the row is as marked. */
    public static ReadStatement currentUnless(ResourceKey key, Mark mark, Reach reach) {
        ReadStatement statement = new ReadStatement();
        statement.sql.add("SELECT r.sid, r.version, r.last_updated, r.deleted, r.patients, CASE WHEN r.sid = ");
        statement.sql.number(mark.sid()).add(" AND r.version = ").number(mark.version());
        statement.sql.add(" AND r.last_updated = ").number(mark.lastUpdated());
        statement.sql.add(" AND r.xmin::text = ").text(mark.writer());
        statement.sql.add(" THEN NULL ELSE r.body END, r.xmin::text");
        statement.fromResource(key, reach);
        return statement;
    }

    /** The current version, locked until the transaction's end. */
    public static ReadStatement currentForUpdate(ResourceKey key, Reach reach) {
        ReadStatement statement = current(key, reach);
        statement.sql.add(" FOR UPDATE");
        return statement;
    }

    /**
     * A given version. A version that was in other compartments than the current one has no row for a caller whose reach
     * is limited: it may have been another patient's. Where the reach depends on a resource's content, only the current
     * version has a row.
     */
    public static ReadStatement version(ResourceKey key, int version, Reach reach) {
        ReadStatement statement = new ReadStatement();
        statement.sql.add("SELECT v.sid, v.version, v.last_updated, v.deleted, v.patients, v.body FROM (");
        statement.sql.add("SELECT sid, version, last_updated, deleted, patients, body FROM resource UNION ALL ");
        statement.sql.add("SELECT sid, version, last_updated, deleted, patients, body FROM resource_version) v");
        statement.sql.add(" JOIN (SELECT r.sid, r.patients, r.version");
        statement.fromResource(key, reach);
        statement.sql.add(") c ON c.sid = v.sid WHERE v.version = ").number(version);
        if (!reach.of(key.type()).equals(Reach.Visibility.ALL)) {
            statement.sql.add(" AND v.patients = c.patients");
        }
        if (Reach.Visibility.looksAtContent(reach.of(key.type()))) {
            statement.sql.add(" AND v.version = c.version");
        }
        return statement;
    }

    private void fromResource(ResourceKey key, Reach reach) {
        sql.add(" FROM resource r WHERE r.type = ").type(key.type());
        sql.add(" AND r.id = ").text(key.id()).add(" AND ");
        new ReachSql(sql, "r").write(reach.of(key.type()));
    }
}
