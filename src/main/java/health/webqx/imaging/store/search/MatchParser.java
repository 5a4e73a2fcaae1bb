package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.index.StringNormalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one value of a search parameter by the parameter's kind and its modifier (R4 3.1.1.4). Thread-safe. */
final class MatchParser {
    private final String ownBase;

    /** @param ownBase this server's FHIR base URL, which references in values may begin with */
    MatchParser(String ownBase) {
        this.ownBase = ownBase;
    }

    /**
     * What a value matches.
     *
     * @param name as it stands in the request, for what is wrong with it
     * @param text one of the value's alternatives, still escaped
     */
    Match parse(
            Criterion.IndexKind kind, SearchParameter parameter, String name, Optional<String> modifier, String text) {
        return switch (kind) {
            case TOKEN -> token(name, modifier, text);
            case REFERENCE -> reference(name, parameter, modifier, text);
            case DATE -> date(name, modifier, text);
            case STRING -> string(name, modifier, text);
            case URI -> uri(name, modifier, text);
            case NUMBER -> {
                requireNone(name, modifier);
                yield NumberSyntax.number(name, text);
            }
            case QUANTITY -> {
                requireNone(name, modifier);
                yield NumberSyntax.quantity(name, text);
            }
        };
    }

    private static Match token(String name, Optional<String> modifier, String text) {
        requireNone(name, modifier);
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
    static Match ofType(String name, String text) {
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
        modifier.filter(type -> !R4.isResourceType(type)).ifPresent(other -> requireNone(name, modifier));
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
        requireNone(name, modifier);
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

    /** That there is no modifier, where none is known. */
    static void requireNone(String name, Optional<String> modifier) {
        if (modifier.isPresent()) {
            throw unsupportedModifier(name);
        }
    }

    private static Failure unsupportedModifier(String name) {
        return Failure.at(FailureKind.UNSUPPORTED, name, "this modifier is not supported for this parameter");
    }
}
