package health.webqx.imaging.fhir.search;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.Subset;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Include;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchQuery;
import health.webqx.imaging.store.search.SortKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A search as its parameters say it (R4 3.1.1), unknown ones refused or left out by {@code Prefer: handling}. What was
 * understood is what the Bundle's {@code self} link repeats.
 */
public final class SearchRequest {
    /** Matches on a page unless {@code _count} says otherwise. */
    private static final int DEFAULT_COUNT = 50;

    /** Most matches on a page, whatever {@code _count} says. */
    private static final int MAX_COUNT = 1000;

    /** Parameters about the answer's form, which do not change what is found. */
    static final Set<String> FORM = Set.of("_format", "_pretty");

    private static final String TYPE = "_type";

    /** Most types that one search is about. */
    private static final int MOST_TYPES = 20;

    private final List<SearchedType> types;
    private final boolean wholeSystem;
    private final SearchDefinitions definitions;
    private final boolean strict;
    private final List<Include> includes = new ArrayList<>();
    private final List<ValueSetFilter> valueSets = new ArrayList<>();
    private final List<Map.Entry<String, String>> understood = new ArrayList<>();
    private Optional<Subset> subset = Optional.empty();
    private Total total = Total.WHEN_KNOWN;
    private boolean countOnly;
    private Optional<String> compartment = Optional.empty();
    private int count = DEFAULT_COUNT;
    private Optional<String> page = Optional.empty();

    /** When the Bundle tells how many matches there are in all (R4 3.1.1.5.6 {@code _total}). */
    public enum Total {
        /** When it costs nothing. */
        WHEN_KNOWN,
        ALWAYS,
        NEVER
    }

    private SearchRequest(
            Collection<String> types, boolean wholeSystem, SearchDefinitions definitions, boolean strict) {
        this.types = types.stream()
                .map(type -> new SearchedType(R4.requireResourceType(type), definitions))
                .toList();
        this.wholeSystem = wholeSystem;
        this.definitions = definitions;
        this.strict = strict;
    }

    /**
     * Reads a search.
     *
     * @param parameters names and values as given, in order
     * @param strict whether an unknown parameter fails the search ({@code UNSUPPORTED}) or is left out
     */
    public static SearchRequest of(
            String type, List<Map.Entry<String, String>> parameters, boolean strict, SearchDefinitions definitions) {
        return new SearchRequest(List.of(type), false, definitions, strict).of(parameters);
    }

    /**
     * Reads a search of the types that {@code _type} names, by parameters that all of them have (R4 3.1.1.1, 3.1.1.4).
     *
     * @param parameters names and values as given, in order
     * @param strict as above
     */
    public static SearchRequest ofSystem(
            List<Map.Entry<String, String>> parameters, boolean strict, SearchDefinitions definitions) {
        Set<String> types = new TreeSet<>();
        parameters.stream()
                .filter(parameter -> parameter.getKey().equals(TYPE))
                .forEach(parameter -> types.addAll(List.of(parameter.getValue().split(",", -1))));
        if (types.isEmpty() || types.size() > MOST_TYPES || !R4.resourceTypes().containsAll(types)) {
            throw Failure.at(
                    FailureKind.INVALID, TYPE, "names the types searched for, at least one and at most " + MOST_TYPES);
        }
        return new SearchRequest(types, true, definitions, strict).of(parameters);
    }

    private SearchRequest of(List<Map.Entry<String, String>> parameters) {
        parameters.forEach(parameter -> read(parameter.getKey(), parameter.getValue()));
        return this;
    }

    /**
     * Reads a search of a type in a patient's compartment; {@code NOT_FOUND} for a type that is in none.
     *
     * @param patient the Patient's logical id
     */
    public static SearchRequest inCompartment(
            String patient,
            String type,
            List<Map.Entry<String, String>> parameters,
            boolean strict,
            SearchDefinitions definitions) {
        SearchRequest request = of(type, parameters, strict, definitions);
        if (definitions.compartmentParameters(type).isEmpty() && !type.equals("Patient")) {
            throw Failure.at(FailureKind.NOT_FOUND, type, "not a type of the Patient compartment");
        }
        request.compartment = Optional.of(patient);
        request.types.get(0).add(new Criterion.InCompartment(patient));
        return request;
    }

    /** The address of the first page, below the FHIR base: what every page of this search is bound to. */
    public String bound() {
        String query = canonical();
        return query.isEmpty() ? address() : address() + "?" + query;
    }

    /** The address searched, below the FHIR base and without parameters. */
    private String address() {
        String type = wholeSystem ? "" : type();
        return compartment.map(patient -> "Patient/" + patient + "/" + type).orElse(type);
    }

    private String type() {
        return types.get(0).name();
    }

    /** What is to be decided upon. */
    public AccessRequest access() {
        Set<String> touched = typesTouched();
        if (wholeSystem) {
            types.forEach(type -> touched.add(type.name()));
            return AccessRequest.searchSystem(touched, namedPatients());
        }
        return AccessRequest.search(type(), touched, namedPatients());
    }

    /** Whether it asks for nothing in particular. */
    public boolean asksNothing() {
        return valueSets.isEmpty() && types.stream().allMatch(SearchedType::asksNothing);
    }

    /** The value sets that codes must be in or not in, to be looked up before the search. */
    public List<ValueSetFilter> valueSets() {
        return List.copyOf(valueSets);
    }

    /** The token of the page asked for; absent for the first. */
    public Optional<String> page() {
        return page;
    }

    /** When the total is wanted. */
    public Total total() {
        return total;
    }

    /** Whether nothing but the total is wanted ({@code _summary=count}, {@code _count=0}). */
    public boolean countOnly() {
        return countOnly;
    }

    /** The part of each resource that is wanted; absent for the whole. */
    public Optional<Subset> subset() {
        return subset;
    }

    /**
     * What the store is asked.
     *
     * @param codes of each value set
     */
    public SearchQuery query(Map<ValueSetFilter, List<Match>> codes) {
        return new SearchQuery(
                types.stream().map(type -> type.query(criteria(type, codes))).toList(),
                includes,
                count,
                Optional.empty());
    }

    private static List<Criterion> criteria(SearchedType type, Map<ValueSetFilter, List<Match>> codes) {
        List<Criterion> criteria = new ArrayList<>();
        codes.forEach((filter, matches) -> criteria.add(filter.criterion(type.name(), matches)));
        return criteria;
    }

    /** Everything understood, as a query string: the same for every page, in whatever order a client repeats it. */
    private String canonical() {
        return understood.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The types that includes may bring along, or that decide on a match. */
    private Set<String> typesTouched() {
        Set<String> touched = new TreeSet<>();
        types.forEach(type -> touched.addAll(type.typesTouched()));
        if (!valueSets.isEmpty()) {
            touched.addAll(ValueSetFilter.TYPES);
        }
        for (Include include : includes) {
            if (include.reverse()) {
                touched.add(include.type());
            } else {
                include.target()
                        .ifPresentOrElse(
                                touched::add,
                                () -> touched.addAll(definitions.targets(include.type(), include.code())));
            }
        }
        return touched;
    }

    private Set<String> namedPatients() {
        Set<String> patients = new TreeSet<>();
        types.forEach(type -> patients.addAll(type.namedPatients()));
        return patients;
    }

    private void read(String name, String value) {
        if (FORM.contains(name)) {
            return;
        }
        if (name.equals("_page")) {
            page = Optional.of(value);
        } else if (isUnderstood(name, value)) {
            understood.add(Map.entry(name, value));
        } else {
            refuseIfStrict(name);
        }
    }

    private boolean isUnderstood(String name, String value) {
        switch (name) {
            case "_count" -> count(value);
            case "_total" -> total(value);
            case "_summary" -> summary(value);
            case "_elements" -> subset = Optional.of(Subset.ofElements(List.of(value.split(",", -1))));
            case "_sort" -> {
                return sort(value);
            }
            case TYPE -> {
                return wholeSystem;
            }
            default -> {
                return includes(name, value) || criterion(name, value);
            }
        }
        return true;
    }

    private boolean includes(String name, String value) {
        List<String> names = types.stream().map(SearchedType::name).toList();
        return includes.addAll(IncludeSyntax.read(names, name, value, definitions));
    }

    private boolean criterion(String name, String value) {
        Optional<ValueSetFilter> filter = ValueSetFilter.find(name, value);
        if (filter.isPresent() && types.stream().allMatch(type -> filter.get().isOnToken(type.name(), definitions))) {
            valueSets.add(filter.get());
            return true;
        }
        if (!types.stream().allMatch(type -> type.knows(name))) {
            return false;
        }
        types.forEach(type -> type.add(name, value));
        return true;
    }

    /** By keys that all types have, and of one kind. */
    private boolean sort(String value) {
        List<List<SortKey>> keys =
                types.stream().map(type -> type.sortKeys(value)).toList();
        long orders = keys.stream()
                .map(each -> each.stream().map(SortKey::kind).toList())
                .distinct()
                .count();
        if (keys.get(0).isEmpty() || orders > 1) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            types.get(i).sortBy(keys.get(i));
        }
        return true;
    }

    private void total(String value) {
        total = switch (value) {
            case "none" -> Total.NEVER;
            case "accurate", "estimate" -> Total.ALWAYS;
            default -> throw Failure.at(FailureKind.INVALID, "_total", "one of none, estimate, accurate");
        };
    }

    private void summary(String value) {
        switch (value) {
            case "count" -> countOnly = true;
            case "false" -> subset = Optional.empty();
            default ->
                subset = Optional.of(Subset.ofSummary(value)
                        .orElseThrow(() ->
                                Failure.at(FailureKind.INVALID, "_summary", "one of true, text, data, count, false")));
        }
    }

    private void refuseIfStrict(String name) {
        if (strict) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "this search parameter is not supported here");
        }
    }

    private void count(String value) {
        try {
            int wanted = Integer.parseInt(value);
            if (wanted >= 0) {
                countOnly |= wanted == 0;
                count = Math.max(1, Math.min(wanted, MAX_COUNT));
                return;
            }
        } catch (NumberFormatException e) {
            // told below, with the other numbers that are no count
        }
        throw Failure.at(FailureKind.INVALID, "_count", "not a number of at least 0");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
