package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;

/** A page of a patient's record as one SQL statement, each resource under its own type's reach. */
public final class EverythingStatement extends Statement {
    private static final String COLUMNS = "type, id, version, last_updated, patients, body, shape";
    private static final String NO_SORT = "::bigint AS place, NULL::text[] AS position";

    /** Writes the statement; its rows are those of a {@link SearchStatement}. */
    public EverythingStatement(EverythingQuery query, Reach reach) {
        sql.add("WITH page AS MATERIALIZED (SELECT r.sid, r.").add(COLUMNS.replace(", ", ", r."));
        sql.add(", r.sid").add(NO_SORT).add(" FROM resource r WHERE NOT r.deleted AND r.patients @> ");
        sql.argument(new String[] {query.patient()}, "text[]").add(" AND ");
        new ReachSql(sql, "r").ofTypes(query.types(), reach, visibility -> {});
        query.since().ifPresent(since -> sql.add(" AND r.last_updated >= ").number(since));
        query.after().ifPresent(key -> sql.add(" AND r.sid > ").number(key.sid()));
        sql.add(" ORDER BY r.sid LIMIT ").number(query.count() + 1L);
        sql.add(") SELECT 0 AS role, sid, ").add(COLUMNS).add(", place, position FROM page");
        supporting(query, reach);
        sql.add(" ORDER BY role, place, sid");
    }

    private void supporting(EverythingQuery query, Reach reach) {
        sql.add(" UNION ALL SELECT 1 AS role, t.sid, t.").add(COLUMNS.replace(", ", ", t."));
        sql.add(", t.sid").add(NO_SORT).add(" FROM resource t WHERE NOT t.deleted AND t.sid IN (");
        sql.add("SELECT i.sid FROM (SELECT sid, shape FROM page ORDER BY place LIMIT ")
                .number(query.count());
        sql.add(") p JOIN reference_index x ON x.sid IN (p.sid, p.shape) AND x.target_id <> ''");
        sql.add(" JOIN resource i ON i.type = x.target_type AND i.id = x.target_id WHERE ");
        new ReachSql(sql, "i").ofTypes(query.supporting(), reach, visibility -> {});
        sql.add(") AND t.sid NOT IN (SELECT sid FROM page)");
    }
}
