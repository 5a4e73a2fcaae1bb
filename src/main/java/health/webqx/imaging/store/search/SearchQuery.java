package health.webqx.imaging.store.search;

import java.util.List;
import java.util.Optional;

/**
 * A search of one type, understood.
 *
 * @param type the resource type
 * @param criteria all must hold
 * @param includes what each page brings along
 * @param sort the order of the matches; that of their creation where it is empty and for equals
 * @param count most matches on a page, at least 1
 * @param after the key of the last match of the page before, absent for the first page
 */
public record SearchQuery(
        String type,
        List<Criterion> criteria,
        List<Include> includes,
        List<SortKey> sort,
        int count,
        Optional<PageKey> after) {
    public SearchQuery {
        criteria = List.copyOf(criteria);
        includes = List.copyOf(includes);
        sort = List.copyOf(sort);
    }

    /** Everything of a type that meets the criteria, from the first page on. */
    public static SearchQuery of(String type, List<Criterion> criteria, int count) {
        return new SearchQuery(type, criteria, List.of(), List.of(), count, Optional.empty());
    }

    /** The same search that brings more along. */
    public SearchQuery including(Include include) {
        return new SearchQuery(type, criteria, List.of(include), sort, count, after);
    }

    /** The same search, from after the given key on. */
    public SearchQuery from(PageKey key) {
        return new SearchQuery(type, criteria, includes, sort, count, Optional.of(key));
    }
}
