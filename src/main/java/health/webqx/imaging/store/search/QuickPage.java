package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A page sorted by one key, read from the key's index in its order and no further than the page goes. Only a bounded part of
 * the index is looked at: where that does not fill the page, because few resources meet the criteria or few are left, the
 * page is not enough and all matches are to be sorted instead, by another statement. Its plan is the same for all values, and
 * written so that PostgreSQL sees it is and keeps it: planning would take as long as finding.
 */
final class QuickPage {
    /** For each row wanted, so many entries of the index are looked at. */
    private static final long CANDIDATES = 25;

    /** What asks for nothing before a date, and what for nothing after it. */
    private static final Set<DatePrefix> FROM = EnumSet.of(DatePrefix.EQ, DatePrefix.GE, DatePrefix.GT, DatePrefix.SA);

    private static final Set<DatePrefix> UNTIL = EnumSet.of(DatePrefix.EQ, DatePrefix.LE, DatePrefix.LT, DatePrefix.EB);

    private final Sql sql;
    private final SearchQuery query;
    private final Reach reach;
    private final TypeQuery type;
    private final SortKey key;

    QuickPage(Sql sql, SearchQuery query, Reach reach) {
        this.sql = sql;
        this.query = query;
        this.reach = reach;
        this.type = query.types().get(0);
        this.key = query.sort().get(0);
    }

    /** Whether the search has one key, and that an index in its order. */
    static boolean isPossible(SearchQuery query) {
        return query.types().size() == 1
                && query.sort().size() == 1
                && query.sort().get(0).isIndexedInOrder();
    }

    /** The page itself: what the index tells of a candidate is asked before the candidate is read. */
    void write(String columns) {
        String direction = key.descending() ? " DESC" : "";
        sql.add("SELECT r.sid, r.").add(columns.replace(", ", ", r."));
        sql.add(", row_number() OVER (ORDER BY c.k0")
                .add(direction)
                .add(", c.sid) AS place, ARRAY[c.k0::text] AS position");
        sql.add(" FROM (SELECT x.sid, ")
                .add(key.single() ? "" : "x.ctid AS row, ")
                .add(key.column("x"))
                .add(" AS k0");
        fromIndex();
        sql.add(" ORDER BY ").add(key.column("x")).add(direction).add(", x.sid LIMIT ");
        sql.limit(CANDIDATES * (query.count() + 1L)).add(") c JOIN resource r ON r.sid = c.sid WHERE ");
        SearchStatement.conditions(sql, besidesKey(), reach, CriterionSql.probing(sql, "r", "c.sid", reach));
        if (!key.single()) {
            onlyOutermost();
        }
        sql.add(" ORDER BY c.k0").add(direction).add(", c.sid LIMIT ").limit(query.count() + 1L);
    }

    /** The entries of the index that can be on this page or a later one. */
    private void fromIndex() {
        sql.add(" FROM ").add(key.kind().table()).add(" x WHERE x.param = ").key(key.parameterKey());
        query.after().ifPresent(this::after);
        bound().ifPresent(bound -> sql.add(" AND ")
                .add(key.column("x"))
                .add(key.descending() ? " >= " : " <= ")
                .hidden(bound));
        if (key.single()) {
            type.criteria().stream().filter(this::isOfKey).forEach(criterion -> {
                sql.add(" AND ");
                new CriterionSql(sql, "r", reach).onEntry((Criterion.Indexed) criterion);
            });
        }
    }

    /** What is asked of the only value that a match has is asked of the entry itself, so no other is looked at for it. */
    private boolean isOfKey(Criterion criterion) {
        return criterion instanceof Criterion.Indexed indexed && indexed.parameterKey() == key.parameterKey();
    }

    private TypeQuery besidesKey() {
        return key.single()
                ? new TypeQuery(
                        type.type(),
                        type.criteria().stream()
                                .filter(criterion -> !isOfKey(criterion))
                                .toList(),
                        type.sort())
                : type;
    }

    /** The outermost value that a match can be sorted by, where the search asks for no more than what lies before it. */
    private Optional<Long> bound() {
        return type.criteria().stream()
                .filter(this::isOfKey)
                .map(Criterion.Indexed.class::cast)
                .filter(criterion -> criterion.anyOf().size() == 1)
                .flatMap(criterion -> dates(criterion.anyOf().get(0)))
                .filter(date -> (key.descending() ? FROM : UNTIL).contains(date.prefix()))
                .map(date -> key.descending() ? date.low() : date.high())
                .findFirst();
    }

    private static Stream<Match.Date> dates(Match match) {
        if (match instanceof Match.Date date) {
            return Stream.of(date);
        }
        return match instanceof Match.Window window ? window.dates().stream() : Stream.empty();
    }

    private void after(PageKey last) {
        String value = last.values().get(0);
        sql.add(" AND ").add(key.column("x")).add(key.descending() ? " <= " : " >= ");
        value(value).add(" AND (").add(key.column("x")).add(" <> ");
        value(value).add(" OR x.sid > ").number(last.sid()).add(")");
    }

    private Sql value(String text) {
        return sql.add("(").text(text).add(")::").add(key.valueType());
    }

    /** Of a resource's several values the one it is sorted by. */
    private void onlyOutermost() {
        String other = key.column("o");
        sql.add(" AND NOT EXISTS (SELECT FROM ").add(key.kind().table()).add(" o WHERE o.sid = c.sid AND o.param = ");
        sql.key(key.parameterKey())
                .add(" AND (")
                .add(other)
                .add(key.descending() ? " > " : " < ")
                .add("c.k0");
        sql.add(" OR (").add(other).add(" = c.k0 AND o.ctid < c.row)) OFFSET 0)");
    }
}
