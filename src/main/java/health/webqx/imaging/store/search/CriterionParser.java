package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.index.Composite;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.index.SearchParameterType;
import health.webqx.imaging.store.index.SearchParameters;
import health.webqx.imaging.store.index.StringNormalizer;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import health.webqx.imaging.store.search.Criterion.Indexed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads one search parameter of a request, {@code name[:modifier]=value,value}, as a criterion (R4 3.1.1.4). A parameter
 * of a kind or with a modifier that this server does not search by is {@code UNSUPPORTED}, a value out of its grammar
 * {@code INVALID}; both name the parameter. Thread-safe.
 */
public final class CriterionParser {
    /** Each alternative of a composite is a join of its own. */
    private static final int MOST_COMPOSITES = 50;

    private final SearchParameters parameters;
    private final MatchParser matches;
    private final Predicate<SearchParameter> single;

    /**
     * A parser for the given definitions.
     *
     * @param ownBase this server's FHIR base URL, which references in values may begin with
     * @param single whether a resource has one index entry of a parameter at most, as far as that is known
     */
    public CriterionParser(SearchParameters parameters, String ownBase, Predicate<SearchParameter> single) {
        this.parameters = parameters;
        this.single = single;
        this.matches = new MatchParser(ownBase);
    }

    /** Whether the type can be searched by a parameter of that name, modifiers left aside. */
    public boolean knows(String type, String name) {
        String code = code(name);
        return code.equals("_id")
                || code.equals("_lastUpdated")
                || SpecialParameter.knows(type, code)
                || parameters.find(type, code).filter(this::isIndexed).isPresent();
    }

    private boolean isIndexed(SearchParameter parameter) {
        return kind(parameter).isPresent()
                || Composite.of(parameter, parameters).isPresent();
    }

    /** The criterion that a parameter of a search of that type stands for. */
    public Criterion parse(String type, String name, String value) {
        String code = code(name);
        List<String> values = ValueSyntax.alternatives(value);
        if (values.stream().allMatch(String::isEmpty)) {
            throw Failure.at(FailureKind.INVALID, name, "a search parameter needs a value");
        } else if (value.indexOf('\0') >= 0) {
            throw Failure.at(FailureKind.INVALID, name, "no text holds the character U+0000");
        }
        Optional<String> modifier = modifier(name);
        if (code.equals("_id")) {
            MatchParser.requireNone(name, modifier);
            return new Criterion.IdIn(ids(values));
        }
        if (code.equals("_lastUpdated")) {
            MatchParser.requireNone(name, modifier);
            return new Criterion.LastUpdated(
                    values.stream().map(text -> DateSyntax.parse(name, text)).toList());
        }
        if (SpecialParameter.knows(type, code)) {
            return SpecialParameter.parse(type, code, name, modifier, value);
        }
        Optional<Composite> composite = parameters.find(type, code).flatMap(each -> Composite.of(each, parameters));
        return composite.isPresent()
                ? composite(composite.get(), name, modifier, values)
                : indexed(type, name, code, modifier, values);
    }

    /** The key that a search of a type is sorted by; empty when there is no such parameter. */
    public Optional<SortKey> sortKey(String type, String code, boolean descending) {
        if (code.equals("_id") || code.equals("_lastUpdated")) {
            return Optional.of(new SortKey(type, code, IndexKind.TOKEN, descending, false));
        }
        return parameters.find(type, code).flatMap(parameter -> kind(parameter)
                .map(kind -> new SortKey(type, code, kind, descending, single.test(parameter))));
    }

    private Criterion indexed(String type, String name, String code, Optional<String> modifier, List<String> values) {
        SearchParameter parameter = parameters.find(type, code).orElseThrow(() -> unknown(type, name));
        IndexKind kind = kind(parameter).orElseThrow(() -> unknown(type, name));
        if (modifier.equals(Optional.of("missing"))) {
            return new Criterion.Missing(type, code, kind, missing(name, values));
        } else if (modifier.equals(Optional.of("not")) && kind == IndexKind.TOKEN) {
            return new Criterion.Not(indexed(type, name, code, Optional.empty(), values));
        } else if (modifier.equals(Optional.of("text")) && kind == IndexKind.TOKEN) {
            List<Match> texts = values.stream()
                    .<Match>map(text -> new Match.StringStart(StringNormalizer.normalize(ValueSyntax.plain(text))))
                    .toList();
            return new Indexed(type, DerivedParameter.text(code), IndexKind.STRING, texts);
        } else if (modifier.equals(Optional.of("of-type")) && kind == IndexKind.TOKEN) {
            List<Match> typed =
                    values.stream().map(text -> MatchParser.ofType(name, text)).toList();
            return new Indexed(type, DerivedParameter.ofType(code), IndexKind.TOKEN, typed);
        }
        List<Match> parsed = values.stream()
                .map(text -> matches.parse(kind, parameter, name, modifier, text))
                .toList();
        return new Indexed(type, code, kind, parsed);
    }

    /** Each value has one for each component, {@code code$value} (R4 3.1.1.4.11). */
    private Criterion composite(Composite composite, String name, Optional<String> modifier, List<String> values) {
        List<Criterion.Component> components = composite.components().stream()
                .map(part -> new Criterion.Component(
                        part.parameter().resourceType(),
                        part.parameter().code(),
                        kind(part.parameter()).orElseThrow(),
                        part.anywhere()))
                .toList();
        if (modifier.equals(Optional.of("missing"))) {
            Criterion present = new Criterion.Composite(components, List.of());
            return missing(name, values) ? new Criterion.Not(present) : present;
        }
        MatchParser.requireNone(name, modifier);
        if (values.size() > MOST_COMPOSITES) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "takes " + MOST_COMPOSITES + " alternatives at most");
        }
        List<List<Match>> anyOf = new ArrayList<>();
        for (String value : values) {
            List<String> parts = ValueSyntax.components(value);
            if (parts.size() != components.size()) {
                throw Failure.at(FailureKind.INVALID, name, "needs " + components.size() + " values, joined by $");
            }
            List<Match> together = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                SearchParameter parameter = composite.components().get(i).parameter();
                together.add(matches.parse(components.get(i).kind(), parameter, name, Optional.empty(), parts.get(i)));
            }
            anyOf.add(List.copyOf(together));
        }
        return new Criterion.Composite(components, List.copyOf(anyOf));
    }

    /** The value of {@code :missing}. */
    static boolean missing(String name, List<String> values) {
        if (values.size() != 1
                || !(values.get(0).equals("true") || values.get(0).equals("false"))) {
            throw Failure.at(FailureKind.INVALID, name, ":missing is true or false");
        }
        return values.get(0).equals("true");
    }

    private static Set<String> ids(List<String> values) {
        Set<String> ids = new TreeSet<>();
        values.stream().map(ValueSyntax::plain).filter(ResourceKey::isId).forEach(ids::add);
        return ids;
    }

    private static Optional<IndexKind> kind(SearchParameter parameter) {
        return kind(parameter.type());
    }

    private static Optional<IndexKind> kind(SearchParameterType type) {
        return switch (type) {
            case TOKEN -> Optional.of(IndexKind.TOKEN);
            case REFERENCE -> Optional.of(IndexKind.REFERENCE);
            case DATE -> Optional.of(IndexKind.DATE);
            case STRING -> Optional.of(IndexKind.STRING);
            case URI -> Optional.of(IndexKind.URI);
            case NUMBER -> Optional.of(IndexKind.NUMBER);
            case QUANTITY -> Optional.of(IndexKind.QUANTITY);
            case COMPOSITE, SPECIAL -> Optional.empty();
        };
    }

    private static String code(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static Optional<String> modifier(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? Optional.empty() : Optional.of(name.substring(colon + 1));
    }

    private static Failure unknown(String type, String name) {
        return Failure.at(FailureKind.UNSUPPORTED, name, "not a search parameter of " + type + " here");
    }
}
