package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import java.util.Optional;

/**
 * A page sorted by one key whose index is in its order: read from the index, as far as the page goes and no further.
 * Resources without a value follow when those with one are used up.
 */
final class OrderedPage {
    private final Sql sql;
    private final SearchQuery query;
    private final Reach reach;
    private final SortKey key;

    OrderedPage(Sql sql, SearchQuery query, Reach reach) {
        this.sql = sql;
        this.query = query;
        this.reach = reach;
        this.key = query.sort().get(0);
    }

    /** Common table expressions up to {@code page}, whose parenthesis stays open. */
    void write(String columns) {
        String selected = columns.replace(", ", ", r.");
        sql.add("valued AS MATERIALIZED (SELECT r.sid, r.")
                .add(selected)
                .add(", ")
                .add(key.column("s"))
                .add(" AS k0");
        sql.add(" FROM ")
                .add(key.kind().table())
                .add(" s JOIN resource r ON r.")
                .add(key.owner())
                .add(" = s.sid");
        sql.add(" WHERE s.param = ").key(key.parameterKey()).add(" AND ");
        onlyOutermost();
        SearchStatement.conditions(sql, query, reach);
        query.after().ifPresent(this::afterValue);
        order(key.column("s"));
        sql.add("), page AS MATERIALIZED (SELECT sid, ").add(columns).add(", row_number() OVER (ORDER BY k0");
        sql.add(key.descending() ? " DESC" : "").add(", sid) AS place, ARRAY[k0::text] AS position FROM (");
        sql.add("SELECT * FROM valued UNION ALL (SELECT r.sid, r.").add(selected);
        sql.add(", ").add(key.valueOfNone()).add(" AS k0");
        withoutValue();
        sql.add(")) m ORDER BY k0").add(key.descending() ? " DESC" : "").add(", sid LIMIT ");
        sql.number(query.count() + 1L);
    }

    /** Of a resource's several values the one it is sorted by. */
    private void onlyOutermost() {
        String value = key.column("s");
        String other = key.column("o");
        sql.add("NOT EXISTS (SELECT FROM ").add(key.kind().table()).add(" o WHERE o.sid = s.sid AND o.param = ");
        sql.key(key.parameterKey())
                .add(" AND (")
                .add(other)
                .add(key.descending() ? " > " : " < ")
                .add(value);
        sql.add(" OR (").add(other).add(" = ").add(value).add(" AND o.ctid < s.ctid))) AND ");
    }

    private void afterValue(PageKey last) {
        String value = last.values().get(0);
        sql.add(" AND ").add(key.column("s")).add(key.descending() ? " <= " : " >= ");
        value(value).add(" AND (").add(key.column("s")).add(" <> ");
        value(value).add(" OR r.sid > ").number(last.sid()).add(")");
    }

    private Sql value(String text) {
        return sql.add("(").text(text).add(")::").add(key.valueType());
    }

    private void withoutValue() {
        sql.add(" FROM resource r WHERE (SELECT count(*) FROM valued) <= ").number(query.count());
        sql.add(" AND NOT EXISTS (SELECT FROM ").add(key.kind().table()).add(" o WHERE o.sid = r.");
        sql.add(key.owner()).add(" AND o.param = ").key(key.parameterKey()).add(") AND ");
        SearchStatement.conditions(sql, query, reach);
        lastWithoutValue().ifPresent(last -> sql.add(" AND r.sid > ").number(last.sid()));
        sql.add(" ORDER BY r.sid LIMIT ").number(query.count() + 1L);
    }

    /** Where the page before ended among the resources without a value. */
    private Optional<PageKey> lastWithoutValue() {
        return query.after().filter(last -> key.isNone(last.values().get(0)));
    }

    private void order(String value) {
        sql.add(" ORDER BY ").add(value).add(key.descending() ? " DESC" : "").add(", r.sid LIMIT ");
        sql.number(query.count() + 1L);
    }
}
