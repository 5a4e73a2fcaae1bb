package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.index.SearchParameterType;
import health.webqx.imaging.store.index.SearchParameters;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a search asks of other resources, {@code subject:Patient.name=x} and {@code _has:Observation:patient:code=x}
 * (R4 3.1.1.4.13, 3.1.1.4.14), and hands plain parameters to {@link CriterionParser}. Thread-safe.
 */
public final class ChainParser {
    /** Longer chains cost more than any question is worth. */
    private static final int DEEPEST = 6;

    private static final String HAS = "_has:";

    private final SearchParameters parameters;
    private final CriterionParser plain;

    /** @param plain reads the parameter at a chain's end */
    public ChainParser(SearchParameters parameters, CriterionParser plain) {
        this.parameters = parameters;
        this.plain = plain;
    }

    /** Whether the type can be searched by a parameter of that name, modifiers left aside. */
    public boolean knows(String type, String name) {
        return knows(type, name, 0);
    }

    private boolean knows(String type, String name, int depth) {
        if (depth > DEEPEST) {
            return false;
        }
        if (name.startsWith(HAS)) {
            String[] parts = name.split(":", 4);
            return parts.length == 4 && refers(parts[1], parts[2], type) && knows(parts[1], parts[3], depth + 1);
        }
        return link(name)
                .map(link -> targets(type, link).stream().anyMatch(target -> knows(target, link.rest(), depth + 1)))
                .orElseGet(() -> plain.knows(type, name));
    }

    /**
     * The criterion that a parameter of a search of that type stands for.
     *
     * @throws Failure {@code UNSUPPORTED} where a part of the chain is no parameter, {@code INVALID} for its value
     */
    public Criterion parse(String type, String name, String value) {
        if (!knows(type, name)) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "not a search parameter of " + type + " here");
        }
        if (name.startsWith(HAS)) {
            String[] parts = name.split(":", 4);
            return new Criterion.ReferredToBy(type, parts[1], parts[2], parse(parts[1], parts[3], value));
        }
        Optional<Link> link = link(name);
        return link.isPresent() ? chained(type, link.get(), value) : plain.parse(type, name, value);
    }

    private Criterion chained(String type, Link link, String value) {
        Map<String, Criterion> byTarget = new TreeMap<>();
        for (String target : targets(type, link)) {
            if (knows(target, link.rest())) {
                byTarget.put(target, parse(target, link.rest(), value));
            }
        }
        return new Criterion.Chained(type, link.code(), byTarget);
    }

    /** The first step of a chain: {@code code[:target].rest}. */
    private record Link(String code, Optional<String> target, String rest) {}

    private static Optional<Link> link(String name) {
        int dot = name.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        String step = name.substring(0, dot);
        int colon = step.indexOf(':');
        return Optional.of(new Link(
                colon < 0 ? step : step.substring(0, colon),
                colon < 0 ? Optional.empty() : Optional.of(step.substring(colon + 1)),
                name.substring(dot + 1)));
    }

    private Set<String> targets(String type, Link link) {
        Set<String> all = parameters
                .find(type, link.code())
                .filter(parameter -> parameter.type() == SearchParameterType.REFERENCE)
                .map(SearchParameter::targets)
                .orElse(Set.of());
        return link.target()
                .map(target -> all.contains(target) ? Set.of(target) : Set.<String>of())
                .orElse(all);
    }

    private boolean refers(String source, String code, String target) {
        return R4.isResourceType(source)
                && parameters
                        .find(source, code)
                        .filter(parameter -> parameter.targets().contains(target))
                        .isPresent();
    }
}
