package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.index.SharedParameters;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Writes what a {@code page} brings along, each included resource under its own type's reach (R4 3.1.1.5.4). */
final class IncludeSql {
    private final Sql sql;
    private final SearchQuery query;
    private final Reach reach;
    private final BiFunction<String, String, Set<String>> targets;

    /** @param targets which types a type's reference parameter may point at */
    IncludeSql(Sql sql, SearchQuery query, Reach reach, BiFunction<String, String, Set<String>> targets) {
        this.sql = sql;
        this.query = query;
        this.reach = reach;
        this.targets = targets;
    }

    /** Whether what is brought along may bring more. */
    boolean iterates() {
        return query.includes().stream().anyMatch(Include::iterate);
    }

    /**
     * Continues the common table expressions: {@code along(sid)}, what the page brings along and what that does, each once, so
     * that circles end. Of the page's own, a limit leaves room for all. The reader's limit is the recursion's end: PostgreSQL goes no further than rows are asked for.
     */
    void iterated() {
        sql.add(", along(sid) AS ((");
        fromPage();
        sql.add(") UNION SELECT n.sid FROM along a JOIN resource p ON p.sid = a.sid CROSS JOIN LATERAL (");
        each(
                query.includes().stream().filter(Include::iterate).toList(),
                () -> sql.add("(SELECT p.sid, p.type, p.id, p.shape)"));
        sql.add(") n), brought AS MATERIALIZED (SELECT sid FROM along LIMIT ")
                .number(Include.MOST_ITERATED + 1L + query.count())
                .add(")");
    }

    /** What is brought along, as {@code sid}. */
    void included() {
        if (iterates()) {
            sql.add("SELECT sid FROM brought");
        } else {
            fromPage();
        }
    }

    private void fromPage() {
        each(query.includes(), () -> {
            sql.add("(");
            wanted("sid, type, id, shape");
            sql.add(")");
        });
    }

    /** Of the page, without the row that only tells that another page follows. */
    void wanted(String columns) {
        sql.add("SELECT ").add(columns).add(" FROM page ORDER BY place LIMIT ").number(query.count());
    }

    private void each(List<Include> includes, Runnable from) {
        for (int i = 0; i < includes.size(); i++) {
            sql.add(i == 0 ? "SELECT i.sid FROM " : " UNION SELECT i.sid FROM ");
            from.run();
            sql.add(" p JOIN reference_index x ON ");
            if (includes.get(i).reverse()) {
                referring(includes.get(i));
            } else {
                referredTo(includes.get(i));
            }
        }
    }

    private void referring(Include include) {
        sql.add("x.target_id <> '' AND x.target_type = p.type AND x.target_id = p.id AND x.param = ");
        sql.key(ParameterKey.of(include.type(), include.code()));
        include.target().ifPresent(target -> sql.add(" AND p.type = ").type(target));
        sql.add(" JOIN resource i ON i.");
        sql.add(SharedParameters.column(include.type(), include.code())).add(" = x.sid WHERE ");
        oneOf(List.of(include.type()));
    }

    private void referredTo(Include include) {
        sql.add("x.sid = p.").add(SharedParameters.column(include.type(), include.code()));
        sql.add(" AND x.param = ").key(ParameterKey.of(include.type(), include.code()));
        sql.add(" JOIN resource i ON i.type = x.target_type AND i.id = x.target_id WHERE ");
        oneOf(include.target().map(List::of).orElseGet(() -> targets.apply(include.type(), include.code()).stream()
                .sorted()
                .toList()));
    }

    private void oneOf(List<String> types) {
        sql.add("NOT i.deleted AND (false");
        for (String type : types) {
            sql.add(" OR (i.type = ").type(type).add(" AND ");
            new ReachSql(sql, "i").write(reach.of(type));
            sql.add(")");
        }
        sql.add(")");
    }
}
