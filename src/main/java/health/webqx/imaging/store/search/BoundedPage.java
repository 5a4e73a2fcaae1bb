package health.webqx.imaging.store.search;

import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.index.SharedParameters;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A page in the order of creation or of the last change that costs about the same however many resources there are. Where the
 * index tells that {@link Seeds few} can meet one of the criteria, these are gone through, and the page is what it is. Where many
 * meet each of them a page is full soon: the resources of the type are gone through in their order, a bounded part of them; where
 * that does not fill the page, another statement is to find it among all (decision 019).
 */
final class BoundedPage {
    /**
     * How far one attempt looks.
     *
     * @param few so many are gone through one by one
     * @param candidates so many resources of the type are looked at where more than a few meet each criterion
     */
    private record Effort(long few, long candidates) {}

    /** The first finds nearly all pages; the other those of criteria that many meet each by itself, and few together. */
    private static final List<Effort> EFFORTS = List.of(new Effort(2_000, 20_000), new Effort(100_000, 100_000));

    /** Of a page of many rows more are looked at: so many for each. */
    private static final long CANDIDATES_A_ROW = 25;

    /** So many criteria are asked how many meet them. */
    private static final int MOST_SEEDS = 4;

    /** Each is written several times, and a statement takes 65,535 arguments. */
    private static final int MOST_ALTERNATIVES = 1_000;

    private final Sql sql;
    private final SearchQuery query;
    private final Reach reach;
    private final TypeQuery type;
    private final Effort effort;
    private String broad = "true";

    /** @param attempt one that {@link #isPossible} */
    BoundedPage(Sql sql, SearchQuery query, Reach reach, int attempt) {
        this.sql = sql;
        this.effort = EFFORTS.get(attempt);
        this.query = query;
        this.reach = reach;
        this.type = query.types().get(0);
    }

    /**
     * Whether it is not known from the criteria or the reach alone that the matches are few, or easily found.
     *
     * @param attempt from 0; each looks further than the one before, and the last as far as is worth while
     */
    static boolean isPossible(SearchQuery query, Reach reach, int attempt) {
        if (attempt >= EFFORTS.size() || query.types().size() > 1 || !isInOrder(query.sort())) {
            return false;
        }
        TypeQuery type = query.types().get(0);
        List<Criterion> criteria = type.criteria();
        return !SharedParameters.exist(type.type())
                && isWide(reach.of(type.type()))
                && criteria.stream().anyMatch(each -> Seeds.has(type.type(), each) || isMetByMost(each))
                && criteria.stream().noneMatch(BoundedPage::namesFew)
                && (!query.sort().isEmpty() || !asksForAWindow(criteria))
                && criteria.stream().mapToInt(Criterion::alternatives).sum() <= MOST_ALTERNATIVES;
    }

    /** That of creation, or of the last change: of these the resources themselves have an index. */
    private static boolean isInOrder(List<SortKey> sort) {
        return sort.isEmpty() || (sort.size() == 1 && sort.get(0).isLastUpdated());
    }

    /** As a rule. */
    private static boolean isMetByMost(Criterion criterion) {
        return criterion instanceof Criterion.Not
                || (criterion instanceof Criterion.Missing missing && missing.missing());
    }

    /** From one day to another, of what may have several dates: many meet each end by itself, and few both. */
    private static boolean asksForAWindow(List<Criterion> criteria) {
        List<Object> dates = criteria.stream()
                .<Object>mapMulti((criterion, found) -> {
                    if (criterion instanceof Criterion.Indexed indexed && indexed.kind() == IndexKind.DATE) {
                        found.accept(indexed.parameterKey());
                    } else if (criterion instanceof Criterion.LastUpdated) {
                        found.accept(Criterion.LastUpdated.class);
                    }
                })
                .toList();
        return dates.size() > Set.copyOf(dates).size();
    }

    /** What identifies a resource, or belongs to one patient. */
    private static boolean namesFew(Criterion criterion) {
        if (criterion instanceof Criterion.Indexed indexed) {
            return indexed.code().equals("identifier")
                    || (indexed.kind() == IndexKind.REFERENCE
                            && indexed.anyOf().stream().allMatch(match -> isPatient(indexed.code(), match)));
        }
        return criterion instanceof Criterion.IdIn || criterion instanceof Criterion.InCompartment;
    }

    private static boolean isPatient(String code, Match match) {
        return match instanceof Match.LocalReference local
                && local.type().map("Patient"::equals).orElse(code.equals("patient"));
    }

    private static boolean isWide(Visibility visibility) {
        if (visibility instanceof Reach.AllOf all) {
            return all.conditions().stream().allMatch(BoundedPage::isWide);
        } else if (visibility instanceof Reach.AnyOf any) {
            return any.conditions().stream().anyMatch(BoundedPage::isWide);
        }
        return visibility instanceof Reach.Not
                || visibility instanceof Reach.UnnamedByDenials
                || (visibility instanceof Reach.Matching matching && !namesFew(matching.criterion()));
    }

    /** The common table expression {@code page} and those it is made from. */
    void write(String columns) {
        List<String> sets = seeds();
        sql.add("seed AS MATERIALIZED (");
        seed(sets);
        sql.add("), page AS MATERIALIZED (");
        page(columns, () -> {
            sql.add("(SELECT DISTINCT sid FROM seed) s JOIN resource b ON b.sid = s.sid WHERE true");
            after();
            sql.add(order("b"));
        });
        sql.add(" UNION ALL ");
        page(columns, this::candidates);
        sql.add(")");
    }

    /**
     * Adds the condition, on no row, that the page may be short for want of candidates: it is not full though all that may be
     * looked at were.
     */
    void writeMayBeShort() {
        sql.add(broad).add(" AND (SELECT count(*) FROM page) <= ").limit(query.count());
        sql.add(" AND (SELECT count(*) FROM (SELECT FROM ");
        candidates();
        sql.add(") q) >= ").limit(mostCandidates());
    }

    /** The resources of the type in their order, as many as are looked at. */
    private void candidates() {
        sql.add("resource b WHERE b.type = ")
                .type(type.type())
                .add(" AND NOT b.deleted AND ")
                .add(broad);
        withinTimes();
        after();
        sql.add(order("b")).add(" LIMIT ").limit(mostCandidates());
    }

    private long mostCandidates() {
        return Math.max(effort.candidates(), CANDIDATES_A_ROW * query.count());
    }

    private List<String> seeds() {
        Seeds seeds = new Seeds(sql, effort.few());
        List<String> sets = new ArrayList<>();
        type.criteria().stream()
                .filter(criterion -> Seeds.has(type.type(), criterion))
                .limit(MOST_SEEDS)
                .forEach(criterion -> sets.add(seeds.write(type.type(), criterion)));
        if (!sets.isEmpty()) {
            broad = sets.stream().map(Seeds::isBroad).collect(Collectors.joining(" AND ", "(", ")"));
        }
        return sets;
    }

    /** The first of the sets that is not broad. */
    private void seed(List<String> sets) {
        sql.add("SELECT NULL::bigint AS sid WHERE false");
        String broadBefore = "";
        for (String set : sets) {
            sql.add(" UNION ALL SELECT sid FROM ").add(set).add(" WHERE ").add(broadBefore);
            sql.add("NOT ").add(Seeds.isBroad(set));
            broadBefore += Seeds.isBroad(set) + " AND ";
        }
    }

    /** What meets all, of some candidates {@code b}: each is asked for what the index tells of it before it is read itself. */
    private void page(String columns, Runnable candidates) {
        sql.add("(SELECT r.sid, r.").add(columns.replace(", ", ", r.")).add(", ");
        sql.add(key().map(key -> "row_number() OVER (" + order("c") + ") AS place, ARRAY[c.last_updated::text]")
                .orElse("r.sid AS place, NULL::text[]"));
        sql.add(" AS position FROM (SELECT b.sid").add(key().isPresent() ? ", b.last_updated FROM " : " FROM ");
        candidates.run();
        sql.add(") c JOIN resource r ON r.sid = c.sid WHERE ");
        SearchStatement.conditions(sql, type, reach, CriterionSql.probing(sql, "r", "c.sid", reach));
        sql.add(order("c")).add(" LIMIT ").limit(query.count() + 1L).add(")");
    }

    private Optional<SortKey> key() {
        return query.sort().stream().findFirst();
    }

    private String order(String row) {
        return " ORDER BY "
                + key().map(key -> row + ".last_updated" + (key.descending() ? " DESC, " : ", "))
                        .orElse("")
                + row + ".sid";
    }

    private void after() {
        query.after().ifPresent(last -> key().ifPresentOrElse(
                        key -> afterLastUpdated(key, last),
                        () -> sql.add(" AND b.sid > ").number(last.sid())));
    }

    /** In the order of the last change none is read that was changed at another time than is asked for. */
    private void withinTimes() {
        MatchSql matches = new MatchSql(sql);
        if (key().isPresent()) {
            type.criteria().stream()
                    .filter(Criterion.LastUpdated.class::isInstance)
                    .map(Criterion.LastUpdated.class::cast)
                    .forEach(updated -> {
                        sql.add(" AND ");
                        matches.anyOf(updated.anyOf(), "b.last_updated");
                    });
        }
    }

    private void afterLastUpdated(SortKey key, PageKey last) {
        long time = Long.parseLong(last.values().get(0));
        sql.add(" AND b.last_updated ").add(key.descending() ? "<= " : ">= ").number(time);
        sql.add(" AND (b.last_updated <> ")
                .number(time)
                .add(" OR b.sid > ")
                .number(last.sid())
                .add(")");
    }
}
