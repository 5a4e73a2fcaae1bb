package health.webqx.imaging.fhir.search;

import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SortKey;
import health.webqx.imaging.store.search.TypeQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One of the types that a search is about: the same parameters are of each type its own. */
final class SearchedType {
    private final String type;
    private final SearchDefinitions definitions;
    private final List<Criterion> criteria = new ArrayList<>();
    private final List<SortKey> sort = new ArrayList<>();

    SearchedType(String type, SearchDefinitions definitions) {
        this.type = type;
        this.definitions = definitions;
    }

    String name() {
        return type;
    }

    boolean knows(String name) {
        return definitions.chains().knows(type, name);
    }

    void add(String name, String value) {
        add(definitions.chains().parse(type, name, value));
    }

    void add(Criterion criterion) {
        criteria.add(criterion);
    }

    /** The keys of a {@code _sort}; none where one of them is no parameter of the type. */
    List<SortKey> sortKeys(String value) {
        List<SortKey> keys = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            boolean descending = part.startsWith("-");
            Optional<SortKey> key =
                    definitions.criteria().sortKey(type, descending ? part.substring(1) : part, descending);
            if (key.isEmpty()) {
                return List.of();
            }
            keys.add(key.get());
        }
        return keys;
    }

    void sortBy(List<SortKey> keys) {
        sort.addAll(keys);
    }

    boolean asksNothing() {
        return criteria.isEmpty();
    }

    /** What the store is asked, with criteria that were found out meanwhile. */
    TypeQuery query(List<Criterion> more) {
        List<Criterion> all = new ArrayList<>(criteria);
        all.addAll(more);
        return new TypeQuery(type, all, sort);
    }

    /** The types that decide on a match. */
    Set<String> typesTouched() {
        Set<String> types = new TreeSet<>();
        criteria.forEach(criterion -> types.addAll(Criterion.typesTouched(criterion)));
        return types;
    }

    /** The patients the search names, by reference or, among Patients, by id. */
    Set<String> namedPatients() {
        Set<String> patients = new TreeSet<>();
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.InCompartment in) {
                patients.add(in.patient());
            } else if (criterion instanceof Criterion.IdIn ids && type.equals("Patient")) {
                patients.addAll(ids.ids());
            } else if (criterion instanceof Criterion.Indexed indexed) {
                namedBy(indexed, patients);
            } else if (criterion instanceof Criterion.Chained chained
                    && chained.byTarget().get("Patient") instanceof Criterion.IdIn ids) {
                patients.addAll(ids.ids());
            }
        }
        return patients;
    }

    private void namedBy(Criterion.Indexed indexed, Set<String> patients) {
        boolean mayBePatient = definitions.targets(type, indexed.code()).contains("Patient");
        for (Match match : indexed.anyOf()) {
            if (match instanceof Match.LocalReference reference
                    && reference.type().map("Patient"::equals).orElse(mayBePatient)) {
                patients.add(reference.id());
            }
        }
    }
}
