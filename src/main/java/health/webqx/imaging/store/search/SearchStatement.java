package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Set;

/**
 * A search as the one SQL statement it is: the caller's criteria and reach in the same WHERE clause, one row more than the
 * page to know whether another follows, and what the page includes, each included resource under its own type's reach.
 */
public final class SearchStatement {
    private static final String COLUMNS = "type, id, version, last_updated, patients, body";

    private final Sql sql = new Sql();
    private final SearchQuery query;
    private final Reach reach;
    private final SearchParameterTargets targets;

    /** Which types a reference parameter may point at. */
    @FunctionalInterface
    public interface SearchParameterTargets {
        /** The target types of a type's reference parameter; empty when there is no such parameter. */
        Set<String> of(String type, String code);
    }

    /** Writes the statement. */
    public SearchStatement(SearchQuery query, Reach reach, SearchParameterTargets targets) {
        this.query = query;
        this.reach = reach;
        this.targets = targets;
        page();
        if (!query.includes().isEmpty()) {
            included();
        }
        sql.add(" ORDER BY role, sid");
    }

    /** The text, with placeholders. */
    public String text() {
        return sql.statement();
    }

    /** What the placeholders stand for. */
    public Tuple arguments() {
        return sql.arguments();
    }

    private void page() {
        sql.add("WITH page AS MATERIALIZED (SELECT r.sid, r.").add(COLUMNS.replace(", ", ", r."));
        sql.add(" FROM resource r WHERE r.type = ").text(query.type()).add(" AND NOT r.deleted AND ");
        CriterionSql criteria = new CriterionSql(sql, "r");
        for (Criterion criterion : query.criteria()) {
            criteria.write(criterion);
            sql.add(" AND ");
        }
        new ReachSql(sql, "r").write(reach.of(query.type()));
        query.after().ifPresent(key -> sql.add(" AND r.sid > ").number(key));
        sql.add(" ORDER BY r.sid LIMIT ").number(query.count() + 1L);
        sql.add(") SELECT 0 AS role, sid, ").add(COLUMNS).add(" FROM page");
    }

    private void included() {
        sql.add(" UNION ALL SELECT 1 AS role, t.sid, t.").add(COLUMNS.replace(", ", ", t."));
        sql.add(" FROM resource t WHERE NOT t.deleted AND t.sid IN (");
        for (int i = 0; i < query.includes().size(); i++) {
            sql.add(i == 0 ? "" : " UNION ");
            include(query.includes().get(i));
        }
        sql.add(") AND t.sid NOT IN (SELECT sid FROM page LIMIT ")
                .number(query.count())
                .add(")");
    }

    private void include(Include include) {
        sql.add("SELECT i.sid FROM (SELECT sid FROM page LIMIT ").number(query.count());
        sql.add(") p JOIN reference_index x ON x.sid = p.sid AND x.param = ");
        sql.key(ParameterKey.of(include.type(), include.code()));
        sql.add(" JOIN resource i ON i.type = x.target_type AND i.id = x.target_id WHERE ");
        List<String> types = include.target()
                .map(List::of)
                .orElseGet(() -> targets.of(include.type(), include.code()).stream()
                        .sorted()
                        .toList());
        sql.add("(false");
        for (String type : types) {
            sql.add(" OR (i.type = ").text(type).add(" AND ");
            new ReachSql(sql, "i").write(reach.of(type));
            sql.add(")");
        }
        sql.add(")");
    }
}
