package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A search as the one SQL statement it is: the caller's criteria and reach in the same WHERE clause, one row more than the
 * page to know whether another follows, and what the page includes, each included resource under its own type's reach.
 */
public final class SearchStatement extends Statement {
    /** The role of matches; what comes along has 1. */
    public static final int MATCH = 0;

    /** The role of a last row that is no resource: it tells that the page found may be shorter than it should. */
    public static final int MAY_BE_SHORT = 2;

    private static final String COLUMNS = "type, id, version, last_updated, patients, body, shape";

    private final SearchQuery query;
    private final Reach reach;

    private SearchStatement(
            SearchQuery query, Reach reach, BiFunction<String, String, Set<String>> targets, OptionalInt attempt) {
        this.query = query;
        this.reach = reach;
        IncludeSql includes = new IncludeSql(sql, query, reach, targets);
        sql.add(includes.iterates() ? "WITH RECURSIVE " : "WITH ");
        Runnable mayBeShort = page(attempt);
        if (includes.iterates()) {
            includes.iterated();
        }
        sql.add(" SELECT 0 AS role, sid, ").add(COLUMNS).add(", place, position FROM page");
        if (!query.includes().isEmpty()) {
            included(includes);
        }
        if (attempt.isPresent()) {
            sql.add(" UNION ALL SELECT ").add(MAY_BE_SHORT + ", 0, NULL, NULL, 0, 0, NULL, NULL, NULL, 0, NULL");
            sql.add(" WHERE ");
            mayBeShort.run();
        }
        sql.add(" ORDER BY role, place, sid");
    }

    /**
     * The statement that finds the page in any case.
     *
     * @param targets which types a type's reference parameter may point at
     */
    public static SearchStatement whole(
            SearchQuery query, Reach reach, BiFunction<String, String, Set<String>> targets) {
        return new SearchStatement(query, reach, targets, OptionalInt.empty());
    }

    /**
     * A cheaper one, where the search has it. If its rows end with one of role {@link #MAY_BE_SHORT}, its page is right only if
     * another page follows; else the next attempt is to be asked, and where there is none the whole one.
     *
     * @param attempt from 0
     */
    public static Optional<SearchStatement> quick(
            SearchQuery query, Reach reach, BiFunction<String, String, Set<String>> targets, int attempt) {
        return (attempt == 0 && QuickPage.isPossible(query)) || BoundedPage.isPossible(query, reach, attempt)
                ? Optional.of(new SearchStatement(query, reach, targets, OptionalInt.of(attempt)))
                : Optional.empty();
    }

    /** The common table expression {@code page}; answers what writes when it may be shorter than it should. */
    private Runnable page(OptionalInt attempt) {
        if (attempt.isPresent() && !QuickPage.isPossible(query)) {
            BoundedPage page = new BoundedPage(sql, query, reach, attempt.getAsInt());
            page.write(COLUMNS);
            return page::writeMayBeShort;
        }
        sql.add("page AS MATERIALIZED (");
        if (attempt.isPresent()) {
            new QuickPage(sql, query, reach).write(COLUMNS);
        } else if (query.sort().isEmpty()) {
            inOrderOfCreation();
        } else {
            sorted();
        }
        sql.add(")");
        return () -> sql.add("true");
    }

    /** Of each type as many as the page takes, and of those the first. */
    private void inOrderOfCreation() {
        String next = "";
        for (TypeQuery type : query.types()) {
            sql.add(next).add("(SELECT r.sid, r.").add(COLUMNS.replace(", ", ", r."));
            sql.add(", r.sid AS place, NULL::text[] AS position");
            matching(sql, type, reach);
            query.after().ifPresent(key -> sql.add(" AND r.sid > ").number(key.sid()));
            sql.add(" ORDER BY r.sid LIMIT ").number(query.count() + 1L).add(")");
            next = " UNION ALL ";
        }
        if (query.types().size() > 1) {
            sql.add(" ORDER BY place LIMIT ").number(query.count() + 1L);
        }
    }

    /** From {@code resource r}, what meets the criteria and is in reach. */
    static void matching(Sql sql, TypeQuery query, Reach reach) {
        sql.add(" FROM resource r WHERE ");
        conditions(sql, query, reach, new CriterionSql(sql, "r", reach));
    }

    /** What must hold of {@code r}. */
    static void conditions(Sql sql, TypeQuery query, Reach reach, CriterionSql criteria) {
        sql.add("r.type = ").type(query.type()).add(" AND NOT r.deleted AND ");
        for (Criterion criterion : query.criteria()) {
            criteria.write(criterion);
            sql.add(" AND ");
        }
        new ReachSql(sql, "r").write(reach.of(query.type()));
    }

    private void sorted() {
        List<SortKey> keys = query.sort();
        sql.add("SELECT sid, ").add(COLUMNS).add(", row_number() OVER (");
        order();
        sql.add(") AS place, ARRAY[").add(each(keys.size(), "k%d::text")).add("] AS position FROM (");
        String next = "";
        for (TypeQuery type : query.types()) {
            sql.add(next).add("SELECT r.sid, r.").add(COLUMNS.replace(", ", ", r."));
            for (int i = 0; i < keys.size(); i++) {
                sql.add(", ");
                type.sort().get(i).write(sql, "r");
                sql.add(" AS k" + i);
            }
            matching(sql, type, reach);
            next = " UNION ALL ";
        }
        sql.add(") m");
        query.after().ifPresent(this::after);
        order();
        sql.add(" LIMIT ").number(query.count() + 1L);
    }

    private void order() {
        sql.add(" ORDER BY ");
        for (int i = 0; i < query.sort().size(); i++) {
            sql.add("k" + i).add(query.sort().get(i).descending() ? " DESC, " : ", ");
        }
        sql.add("sid");
    }

    /** Past the last match of the page before, in the order of the keys and then of creation. */
    private void after(PageKey last) {
        sql.add(" WHERE (");
        for (int i = 0; i < query.sort().size(); i++) {
            equalUpTo(i, last);
            sql.add("k" + i).add(query.sort().get(i).descending() ? " < " : " > ");
            value(i, last);
            sql.add(") OR ");
        }
        equalUpTo(query.sort().size(), last);
        sql.add("sid > ").number(last.sid()).add("))");
    }

    private void equalUpTo(int key, PageKey last) {
        sql.add("(");
        for (int i = 0; i < key; i++) {
            sql.add("k" + i).add(" = ");
            value(i, last);
            sql.add(" AND ");
        }
    }

    private void value(int key, PageKey last) {
        String type = query.sort().get(key).valueType();
        sql.add("(").text(last.values().get(key)).add(")::").add(type);
    }

    private static String each(int count, String format) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, format, i))
                .collect(Collectors.joining(", "));
    }

    private void included(IncludeSql includes) {
        sql.add(" UNION ALL SELECT 1 AS role, t.sid, t.").add(COLUMNS.replace(", ", ", t."));
        sql.add(", t.sid AS place, NULL::text[] AS position");
        sql.add(" FROM resource t WHERE NOT t.deleted AND t.sid IN (");
        includes.included();
        sql.add(") AND t.sid NOT IN (");
        includes.wanted("sid");
        sql.add(")");
    }
}
