package health.webqx.imaging.store.search;

import health.webqx.imaging.store.search.Criterion.IndexKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

    /**
     * The same with one criterion for all that is asked of the only date that a resource has: from one day to another is little,
     * where from the one on, and until the other, are much.
     *
     * @param single whether a resource has one value at most of a parameter that has dates
     */
    TypeQuery withWindows(Predicate<String> single) {
        List<Criterion> others = new ArrayList<>();
        Map<String, List<Match.Date>> dates = new LinkedHashMap<>();
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.Indexed indexed
                    && indexed.anyOf().size() == 1
                    && indexed.anyOf().get(0) instanceof Match.Date date
                    && indexed.type().equals(type)
                    && single.test(indexed.code())) {
                dates.computeIfAbsent(indexed.code(), first -> new ArrayList<>())
                        .add(date);
            } else {
                others.add(criterion);
            }
        }
        dates.forEach((code, all) -> others.add(new Criterion.Indexed(
                type, code, IndexKind.DATE, List.of(all.size() == 1 ? all.get(0) : new Match.Window(all)))));
        return new TypeQuery(type, others, sort);
    }
}
