package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;

/**
 * A page of versions as one SQL statement. A version that was in other compartments than the current one is not there for a
 * caller whose reach is limited: it may have been another patient's. Where the reach depends on a resource's content, only
 * current versions are there: whether an older one met the condition cannot be told.
 */
public final class HistoryStatement extends Statement {
    private static final String ORDER = " ORDER BY last_updated DESC, sid DESC, version DESC LIMIT ";

    private final HistoryQuery query;
    private final Reach reach;

    /** Writes the statement: {@code sid, type, id, version, last_updated, deleted, patients, body}. */
    public HistoryStatement(HistoryQuery query, Reach reach) {
        this.query = query;
        this.reach = reach;
        sql.add("(SELECT c.sid, c.type, c.id, c.version, c.last_updated, c.deleted, c.patients, c.body");
        sql.add(" FROM resource c WHERE ");
        scope("c");
        sql.add(") UNION ALL (SELECT c.sid, c.type, c.id, v.version, v.last_updated, v.deleted, v.patients, v.body");
        sql.add(" FROM resource_version v JOIN resource c ON c.sid = v.sid WHERE ");
        scope("v");
        sql.add(")").add(ORDER).number(query.count() + 1L);
    }

    /** @param version the alias of the row that is the version */
    private void scope(String version) {
        query.id().ifPresent(id -> sql.add("c.id = ").text(id).add(" AND "));
        visible(version);
        query.since().ifPresent(since -> sql.add(" AND " + version + ".last_updated >= ")
                .number(since));
        query.after().ifPresent(last -> {
            sql.add(" AND (" + version + ".last_updated, " + version + ".sid, " + version + ".version) < (");
            sql.number(last.lastUpdated())
                    .add(", ")
                    .number(last.sid())
                    .add(", ")
                    .key(last.version())
                    .add(")");
        });
        sql.add(ORDER.replace("last_updated", version + ".last_updated")
                .replace(" sid", " " + version + ".sid")
                .replace(" version", " " + version + ".version"));
        sql.number(query.count() + 1L);
    }

    private void visible(String version) {
        new ReachSql(sql, "c").ofTypes(query.types(), reach, visibility -> {
            if (version.equals("v") && Visibility.looksAtContent(visibility)) {
                sql.add(" AND false");
            } else if (version.equals("v") && !visibility.equals(Visibility.ALL)) {
                sql.add(" AND v.patients = c.patients");
            }
        });
    }
}
