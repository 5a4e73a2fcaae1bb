package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A search, understood.
 *
 * @param types what is searched for, at least one type; all are sorted by keys of the same kinds
 * @param includes what each page brings along
 * @param count most matches on a page, at least 1
 * @param after the key of the last match of the page before, absent for the first page
 */
public record SearchQuery(List<TypeQuery> types, List<Include> includes, int count, Optional<PageKey> after) {
    public SearchQuery {
        types = List.copyOf(types);
        includes = List.copyOf(includes);
    }

    /** Everything of a type that meets the criteria, from the first page on. */
    public static SearchQuery of(String type, List<Criterion> criteria, int count) {
        return new SearchQuery(List.of(new TypeQuery(type, criteria, List.of())), List.of(), count, Optional.empty());
    }

    /** The same search that brings more along. */
    public SearchQuery including(Include include) {
        return new SearchQuery(types, List.of(include), count, after);
    }

    /**
     * The same search, with what is asked of a single date asked at once.
     *
     * @param single whether resources of a type have one value at most of a parameter that has dates
     */
    public SearchQuery withWindows(BiPredicate<String, String> single) {
        List<TypeQuery> joined = types.stream()
                .map(each -> each.withWindows(code -> single.test(each.type(), code)))
                .toList();
        return new SearchQuery(joined, includes, count, after);
    }

    /** The same search, from after the given key on. */
    public SearchQuery from(PageKey key) {
        return new SearchQuery(types, includes, count, Optional.of(key));
    }

    /** {@code UNSUPPORTED} where {@code :iterate} would have brought along more with a page than is done here. */
    public void requireWhole(SearchPage page) {
        boolean iterates = includes.stream().anyMatch(Include::iterate);
        if (iterates && page.included().size() > Include.MOST_ITERATED) {
            throw Failure.of(
                    FailureKind.UNSUPPORTED,
                    "a page brings along " + Include.MOST_ITERATED + " resources at most: ask for fewer matches");
        }
    }

    /** By how many keys it is sorted. */
    public int sortKeys() {
        return sort().size();
    }

    /** The keys of the first type, and in kind of all. */
    List<SortKey> sort() {
        return types.get(0).sort();
    }
}
