package health.webqx.imaging.store.search;

import java.util.List;
import java.util.OptionalLong;

/**
 * A search of one type, understood.
 *
 * @param type the resource type
 * @param criteria all must hold
 * @param includes what each page brings along
 * @param count most matches on a page, at least 1
 * @param after the key of the last match of the page before, absent for the first page
 */
public record SearchQuery(
        String type, List<Criterion> criteria, List<Include> includes, int count, OptionalLong after) {
    public SearchQuery {
        criteria = List.copyOf(criteria);
        includes = List.copyOf(includes);
    }

    /** Everything of a type that meets the criteria, from the first page on. */
    public static SearchQuery of(String type, List<Criterion> criteria, int count) {
        return new SearchQuery(type, criteria, List.of(), count, OptionalLong.empty());
    }

    /** The same search, from after the given key on. */
    public SearchQuery from(long key) {
        return new SearchQuery(type, criteria, includes, count, OptionalLong.of(key));
    }
}
