package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;

/** Resources of a type as they were at a moment, in the order of their creation. */
public final class ExportStatement extends Statement {
    private final ExportQuery query;
    private final Reach reach;

    private ExportStatement(ExportQuery query, Reach reach) {
        this.query = query;
        this.reach = reach;
    }

    /** Where files of so many resources begin: {@code sid, count}. */
    public static ExportStatement parts(ExportQuery query, Reach reach, int size) {
        ExportStatement statement = new ExportStatement(query, reach);
        Sql sql = statement.sql;
        sql.add("SELECT min(sid), count(*) FROM (SELECT sid, (row_number() OVER (ORDER BY sid) - 1) / ");
        sql.number(size).add(" AS part FROM (");
        statement.resources(0, Long.MAX_VALUE);
        sql.add(") e) p GROUP BY part ORDER BY part");
        return statement;
    }

    /** The patients that a file tells of. */
    public static ExportStatement patients(ExportQuery query, Reach reach, long from, long until) {
        ExportStatement statement = new ExportStatement(query, reach);
        statement.sql.add("SELECT DISTINCT unnest(patients) FROM (");
        statement.resources(from, until);
        statement.sql.add(") e");
        return statement;
    }

    /** The first of a file's resources: {@code sid, body}. */
    public static ExportStatement page(ExportQuery query, Reach reach, long from, long until, int count) {
        ExportStatement statement = new ExportStatement(query, reach);
        statement.sql.add("SELECT sid, body FROM (");
        statement.resources(from, until);
        statement.sql.add(") e ORDER BY sid LIMIT ").number(count);
        return statement;
    }

    /** A resource changed since is there as it was, if it was the same patients'. */
    private void resources(long from, long until) {
        sql.add("SELECT r.sid, r.body, r.patients FROM resource r WHERE NOT r.deleted AND r.last_updated <= ");
        sql.number(query.until());
        query.since().ifPresent(since -> sql.add(" AND r.last_updated >= ").number(since));
        conditions(from, until);
        if (Reach.Visibility.looksAtContent(reach.of(query.type()))) {
            return;
        }
        sql.add(" UNION ALL SELECT r.sid, v.body, v.patients FROM resource r CROSS JOIN LATERAL (SELECT v.* FROM");
        sql.add(" resource_version v WHERE v.sid = r.sid AND v.last_updated <= ")
                .number(query.until());
        sql.add(" ORDER BY v.version DESC LIMIT 1) v WHERE NOT v.deleted AND v.patients = r.patients");
        sql.add(" AND r.last_updated > ").number(query.until());
        query.since().ifPresent(since -> sql.add(" AND v.last_updated >= ").number(since));
        conditions(from, until);
    }

    private void conditions(long from, long until) {
        sql.add(" AND r.type = ").type(query.type()).add(" AND r.sid >= ").number(from);
        sql.add(" AND r.sid < ").number(until).add(" AND ");
        new ReachSql(sql, "r").write(reach.of(query.type()));
        if (!query.patients().isEmpty()) {
            sql.add(" AND r.patients && ").argument(query.patients().toArray(String[]::new), "text[]");
        } else if (query.inCompartments()) {
            sql.add(" AND cardinality(r.patients) > 0");
        }
    }
}
