package health.webqx.imaging.store.search;

import java.util.List;

/**
 * What is searched for of one type.
 *
 * @param type the resource type
 * @param criteria all must hold
 * @param sort the order of the matches; that of their creation where it is empty and for equals
 */
public record TypeQuery(String type, List<Criterion> criteria, List<SortKey> sort) {
    public TypeQuery {
        criteria = List.copyOf(criteria);
        sort = List.copyOf(sort);
    }
}
