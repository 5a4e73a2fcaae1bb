package health.webqx.imaging.fhir.search;

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

    private final String type;
    private final SearchDefinitions definitions;
    private final boolean strict;
    private final List<Criterion> criteria = new ArrayList<>();
    private final List<Include> includes = new ArrayList<>();
    private final List<SortKey> sort = new ArrayList<>();
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

    private SearchRequest(String type, SearchDefinitions definitions, boolean strict) {
        this.type = type;
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
        SearchRequest request = new SearchRequest(R4.requireResourceType(type), definitions, strict);
        parameters.forEach(parameter -> request.read(parameter.getKey(), parameter.getValue()));
        return request;
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
        request.criteria.add(new Criterion.InCompartment(patient));
        return request;
    }

    /** The address of the first page, below the FHIR base: what every page of this search is bound to. */
    public String bound() {
        String query = canonical();
        return query.isEmpty() ? address() : address() + "?" + query;
    }

    /** The address searched, below the FHIR base and without parameters. */
    private String address() {
        return compartment.map(patient -> "Patient/" + patient + "/" + type).orElse(type);
    }

    /** The type searched. */
    public String type() {
        return type;
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

    /** What the store is asked. */
    public SearchQuery query() {
        return new SearchQuery(type, criteria, includes, sort, count, Optional.empty());
    }

    /** Everything understood, as a query string: the same for every page, in whatever order a client repeats it. */
    private String canonical() {
        return understood.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The types that includes may bring along, or that decide on a match. */
    public Set<String> typesTouched() {
        Set<String> types = new TreeSet<>();
        criteria.forEach(criterion -> types.addAll(Criterion.typesTouched(criterion)));
        for (Include include : includes) {
            if (include.reverse()) {
                types.add(include.type());
            } else {
                include.target()
                        .ifPresentOrElse(
                                types::add, () -> types.addAll(definitions.targets(include.type(), include.code())));
            }
        }
        return types;
    }

    /** The patients the search names, by reference or, among Patients, by id. */
    public Set<String> namedPatients() {
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
            case "_include" -> {
                return includes.addAll(IncludeSyntax.include(type, value, definitions));
            }
            case "_revinclude" -> {
                return includes.addAll(IncludeSyntax.revinclude(type, value, definitions));
            }
            default -> {
                if (!definitions.chains().knows(type, name)) {
                    return false;
                }
                criteria.add(definitions.chains().parse(type, name, value));
            }
        }
        return true;
    }

    private boolean sort(String value) {
        List<SortKey> keys = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            boolean descending = part.startsWith("-");
            Optional<SortKey> key =
                    definitions.criteria().sortKey(type, descending ? part.substring(1) : part, descending);
            if (key.isEmpty()) {
                return false;
            }
            keys.add(key.get());
        }
        sort.addAll(keys);
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
            throw Failure.at(FailureKind.UNSUPPORTED, name, "this search parameter is not supported for " + type);
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
