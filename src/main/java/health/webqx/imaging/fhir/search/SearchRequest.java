package health.webqx.imaging.fhir.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Include;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final Set<String> FORM = Set.of("_format", "_pretty");

    private final String type;
    private final SearchDefinitions definitions;
    private final boolean strict;
    private final List<Criterion> criteria = new ArrayList<>();
    private final List<Include> includes = new ArrayList<>();
    private final List<Map.Entry<String, String>> understood = new ArrayList<>();
    private int count = DEFAULT_COUNT;
    private Optional<String> page = Optional.empty();

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

    /** The type searched. */
    public String type() {
        return type;
    }

    /** The token of the page asked for; absent for the first. */
    public Optional<String> page() {
        return page;
    }

    /** What the store is asked. */
    public SearchQuery query() {
        return new SearchQuery(type, criteria, includes, count, OptionalLong.empty());
    }

    /** Everything understood, as a query string: the same for every page. */
    public String canonical() {
        return understood.stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The types that includes may bring along. */
    public Set<String> includedTypes() {
        Set<String> types = new TreeSet<>();
        for (Include include : includes) {
            include.target()
                    .ifPresentOrElse(
                            types::add, () -> types.addAll(definitions.targets(include.type(), include.code())));
        }
        return types;
    }

    /** The patients the search names, by reference or, among Patients, by id. */
    public Set<String> namedPatients() {
        Set<String> patients = new TreeSet<>();
        for (Criterion criterion : criteria) {
            if (criterion instanceof Criterion.IdIn ids && type.equals("Patient")) {
                patients.addAll(ids.ids());
            } else if (criterion instanceof Criterion.Indexed indexed) {
                namedBy(indexed, patients);
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
        switch (name) {
            case "_count" -> count = count(value);
            case "_page" -> {
                page = Optional.of(value);
                return;
            }
            case "_include" -> {
                Optional<Include> include = include(value);
                if (include.isEmpty()) {
                    refuseIfStrict(name);
                    return;
                }
                includes.add(include.get());
            }
            default -> {
                if (!definitions.criteria().knows(type, name)) {
                    refuseIfStrict(name);
                    return;
                }
                criteria.add(definitions.criteria().parse(type, name, value));
            }
        }
        understood.add(Map.entry(name, value));
    }

    private Optional<Include> include(String value) {
        String[] parts = value.split(":", -1);
        boolean known = (parts.length == 2 || parts.length == 3)
                && parts[0].equals(type)
                && !definitions.targets(type, parts[1]).isEmpty();
        if (!known) {
            return Optional.empty();
        }
        Optional<String> target = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        return target.isPresent() && !definitions.targets(type, parts[1]).contains(target.get())
                ? Optional.empty()
                : Optional.of(new Include(type, parts[1], target));
    }

    private void refuseIfStrict(String name) {
        if (strict) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "this search parameter is not supported for " + type);
        }
    }

    private static int count(String value) {
        try {
            int count = Integer.parseInt(value);
            if (count >= 1) {
                return Math.min(count, MAX_COUNT);
            }
        } catch (NumberFormatException e) {
            // told below, with the other numbers that are no count
        }
        throw Failure.at(FailureKind.INVALID, "_count", "not a number of at least 1");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
