package health.webqx.imaging.fhir.search;

import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.search.Include;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code _include} and {@code _revinclude}, {@code Type:parameter[:Target]} with {@code *} for any (R4 3.1.1.5.4). */
final class IncludeSyntax {
    private static final String ANY = "*";

    private IncludeSyntax() {}

    /** What matches of a type are asked to bring along; empty when it is not understood. */
    static List<Include> include(String type, String value, SearchDefinitions definitions) {
        String[] parts = (value.equals(ANY) ? type + ":*" : value).split(":", -1);
        if (parts.length < 2 || parts.length > 3 || !parts[0].equals(type)) {
            return List.of();
        }
        return codes(type, parts[1], definitions)
                .flatMap(code -> of(type, code, target(parts), definitions).stream())
                .toList();
    }

    /** Which referring resources matches of a type are asked to bring along; empty when it is not understood. */
    static List<Include> revinclude(String type, String value, SearchDefinitions definitions) {
        String[] parts = value.split(":", -1);
        boolean formed =
                (parts.length == 2 || (parts.length == 3 && parts[2].equals(type))) && R4.isResourceType(parts[0]);
        if (!formed) {
            return List.of();
        }
        return codes(parts[0], parts[1], definitions)
                .filter(code -> definitions.targets(parts[0], code).contains(type))
                .map(code -> new Include(parts[0], code, Optional.of(type), true))
                .toList();
    }

    private static Optional<String> target(String[] parts) {
        return parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
    }

    private static Optional<Include> of(
            String type, String code, Optional<String> target, SearchDefinitions definitions) {
        boolean leadsThere =
                target.map(definitions.targets(type, code)::contains).orElse(true);
        return leadsThere ? Optional.of(Include.of(type, code, target)) : Optional.empty();
    }

    private static Stream<String> codes(String type, String code, SearchDefinitions definitions) {
        return definitions.parameters().of(type).stream()
                .map(SearchParameter::code)
                .filter(each -> code.equals(ANY) || code.equals(each))
                .filter(each -> !definitions.targets(type, each).isEmpty());
    }
}
