package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
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

/**
 * Reads one search parameter of a request, {@code name[:modifier]=value,value}, as a criterion (R4 3.1.1.4). A parameter
 * of a kind or with a modifier that this server does not search by is {@code UNSUPPORTED}, a value out of its grammar
 * {@code INVALID}; both name the parameter. Thread-safe.
 */
public final class CriterionParser {
    private final SearchParameters parameters;
    private final String ownBase;

    /** @param ownBase this server's FHIR base URL, which references in values may begin with */
    public CriterionParser(SearchParameters parameters, String ownBase) {
        this.parameters = parameters;
        this.ownBase = ownBase;
    }

    /** Whether the type can be searched by a parameter of that name, modifiers left aside. */
    public boolean knows(String type, String name) {
        String code = code(name);
        return code.equals("_id")
                || code.equals("_lastUpdated")
                || parameters.find(type, code).flatMap(CriterionParser::kind).isPresent();
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
            requireNoModifier(name, modifier);
            return new Criterion.IdIn(ids(values));
        }
        if (code.equals("_lastUpdated")) {
            requireNoModifier(name, modifier);
            return new Criterion.LastUpdated(
                    values.stream().map(text -> DateSyntax.parse(name, text)).toList());
        }
        return indexed(type, name, code, modifier, values);
    }

    /** The key that a search of a type is sorted by; empty when there is no such parameter. */
    public Optional<SortKey> sortKey(String type, String code, boolean descending) {
        if (code.equals("_id") || code.equals("_lastUpdated")) {
            return Optional.of(new SortKey(type, code, IndexKind.TOKEN, descending));
        }
        return parameters
                .find(type, code)
                .flatMap(CriterionParser::kind)
                .map(kind -> new SortKey(type, code, kind, descending));
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
            List<Match> typed = values.stream().map(text -> ofType(name, text)).toList();
            return new Indexed(type, DerivedParameter.ofType(code), IndexKind.TOKEN, typed);
        }
        List<Match> matches = new ArrayList<>();
        for (String text : values) {
            matches.add(
                    switch (kind) {
                        case TOKEN -> token(name, modifier, text);
                        case REFERENCE -> reference(name, parameter, modifier, text);
                        case DATE -> date(name, modifier, text);
                        case STRING -> string(name, modifier, text);
                        case URI -> uri(name, modifier, text);
                        case NUMBER -> {
                            requireNoModifier(name, modifier);
                            yield NumberSyntax.number(name, text);
                        }
                        case QUANTITY -> {
                            requireNoModifier(name, modifier);
                            yield NumberSyntax.quantity(name, text);
                        }
                    });
        }
        return new Indexed(type, code, kind, List.copyOf(matches));
    }

    private static boolean missing(String name, List<String> values) {
        if (values.size() != 1
                || !(values.get(0).equals("true") || values.get(0).equals("false"))) {
            throw Failure.at(FailureKind.INVALID, name, ":missing is true or false");
        }
        return values.get(0).equals("true");
    }

    private static Match token(String name, Optional<String> modifier, String text) {
        requireNoModifier(name, modifier);
        int bar = ValueSyntax.bar(text);
        if (bar < 0) {
            return new Match.Token(Optional.empty(), Optional.of(ValueSyntax.plain(text)));
        }
        String code = ValueSyntax.plain(text.substring(bar + 1));
        return new Match.Token(
                Optional.of(ValueSyntax.plain(text.substring(0, bar))),
                code.isEmpty() ? Optional.empty() : Optional.of(code));
    }

    /** {@code system|code|value}: the type's system and code, and the identifier's value. */
    private static Match ofType(String name, String text) {
        int first = ValueSyntax.bar(text);
        int second = first < 0 ? -1 : ValueSyntax.bar(text.substring(first + 1));
        if (second < 0) {
            throw Failure.at(FailureKind.INVALID, name, ":of-type is written system|code|value");
        }
        String system = ValueSyntax.plain(text.substring(0, first));
        String code = ValueSyntax.plain(text.substring(first + 1, first + 1 + second));
        String value = ValueSyntax.plain(text.substring(first + second + 2));
        if (code.isEmpty() || value.isEmpty()) {
            throw Failure.at(FailureKind.INVALID, name, ":of-type needs the type's code and the identifier's value");
        }
        return new Match.Token(Optional.of(DerivedParameter.typeOfIdentifier(system, code)), Optional.of(value));
    }

    private Match reference(String name, SearchParameter parameter, Optional<String> modifier, String text) {
        String value = ValueSyntax.plain(text);
        if (modifier.isPresent() && modifier.get().equals("identifier")) {
            int bar = value.indexOf('|');
            Optional<String> system = bar < 0 ? Optional.empty() : Optional.of(value.substring(0, bar));
            return new Match.ReferenceIdentifier(system, value.substring(bar + 1));
        }
        modifier.filter(type -> !R4.isResourceType(type)).ifPresent(other -> requireNoModifier(name, modifier));
        String local = value.startsWith(ownBase + "/") ? value.substring(ownBase.length() + 1) : value;
        if (ResourceKey.isId(local)) {
            return new Match.LocalReference(modifier.or(() -> onlyTarget(parameter)), local);
        }
        return ResourceKey.ofReference(local)
                .<Match>map(key -> new Match.LocalReference(Optional.of(key.type()), key.id()))
                .orElseGet(() -> new Match.RemoteReference(value));
    }

    private static Optional<String> onlyTarget(SearchParameter parameter) {
        return parameter.targets().size() == 1
                ? Optional.of(parameter.targets().iterator().next())
                : Optional.empty();
    }

    private static Match date(String name, Optional<String> modifier, String text) {
        requireNoModifier(name, modifier);
        return DateSyntax.parse(name, text);
    }

    private static Match string(String name, Optional<String> modifier, String text) {
        String value = ValueSyntax.plain(text);
        String how = modifier.orElse("");
        return switch (how) {
            case "" -> new Match.StringStart(StringNormalizer.normalize(value));
            case "contains" -> new Match.StringPart(StringNormalizer.normalize(value));
            case "exact" -> new Match.StringExact(value);
            default -> throw unsupportedModifier(name);
        };
    }

    private static Match uri(String name, Optional<String> modifier, String text) {
        String uri = ValueSyntax.plain(text);
        return switch (modifier.orElse("")) {
            case "" -> new Match.UriEqual(uri);
            case "below" -> new Match.UriBelow(uri);
            case "above" -> new Match.UriAmong(above(uri));
            default -> throw unsupportedModifier(name);
        };
    }

    /** The URI and what is left of it when its path is cut step by step. */
    private static List<String> above(String uri) {
        List<String> uris = new ArrayList<>(List.of(uri));
        int authority = uri.indexOf("//") + 2;
        for (int slash = uri.lastIndexOf('/'); slash > authority; slash = uri.lastIndexOf('/', slash - 1)) {
            uris.add(uri.substring(0, slash));
            uris.add(uri.substring(0, slash + 1));
        }
        return List.copyOf(uris);
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

    private static void requireNoModifier(String name, Optional<String> modifier) {
        if (modifier.isPresent()) {
            throw unsupportedModifier(name);
        }
    }

    private static Failure unsupportedModifier(String name) {
        return Failure.at(FailureKind.UNSUPPORTED, name, "this modifier is not supported for this parameter");
    }

    private static Failure unknown(String type, String name) {
        return Failure.at(FailureKind.UNSUPPORTED, name, "not a search parameter of " + type + " here");
    }
}
