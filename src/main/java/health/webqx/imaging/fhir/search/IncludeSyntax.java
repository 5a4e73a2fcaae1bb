package health.webqx.imaging.fhir.search;

import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.index.SearchParameter;
import health.webqx.imaging.store.search.Include;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code _include} and {@code _revinclude}, {@code Type:parameter[:Target]} with {@code *} for any (R4 3.1.1.5.4).
 * With {@code :iterate}, which older versions call {@code :recurse}, any type may bring others along; else only the types
 * that are searched for.
 */
final class IncludeSyntax {
    private static final String ANY = "*";
    private static final Set<String> ITERATE = Set.of("iterate", "recurse");

    private IncludeSyntax() {}

    /**
     * What is asked to come along; empty when the parameter is another or is not understood.
     *
     * @param types that are searched for
     */
    static List<Include> read(List<String> types, String name, String value, SearchDefinitions definitions) {
        String[] parts = name.split(":", 2);
        boolean iterate = parts.length == 2 && ITERATE.contains(parts[1]);
        if (parts.length == 2 && !iterate) {
            return List.of();
        }
        return switch (parts[0]) {
            case "_include" -> include(types, value, iterate, definitions);
            case "_revinclude" -> revinclude(types, value, iterate, definitions);
            default -> List.of();
        };
    }

    private static List<Include> include(
            List<String> types, String value, boolean iterate, SearchDefinitions definitions) {
        if (value.equals(ANY)) {
            return iterate
                    ? List.of()
                    : types.stream()
                            .flatMap(type -> include(types, type + ":*", false, definitions).stream())
                            .toList();
        }
        String[] parts = value.split(":", -1);
        boolean formed = parts.length == 2 || parts.length == 3;
        if (!formed || !(iterate ? R4.isResourceType(parts[0]) : types.contains(parts[0]))) {
            return List.of();
        }
        Optional<String> target = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        return codes(parts[0], parts[1], definitions)
                .filter(code -> target.map(definitions.targets(parts[0], code)::contains)
                        .orElse(true))
                .map(code -> new Include(parts[0], code, target, false, iterate))
                .toList();
    }

    private static List<Include> revinclude(
            List<String> types, String value, boolean iterate, SearchDefinitions definitions) {
        String[] parts = value.split(":", -1);
        boolean formed = (parts.length == 2 || parts.length == 3) && R4.isResourceType(parts[0]);
        if (!formed) {
            return List.of();
        }
        Optional<String> target = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
        return codes(parts[0], parts[1], definitions)
                .filter(code -> leadsTo(definitions.targets(parts[0], code), target, types, iterate))
                .map(code -> new Include(parts[0], code, target, true, iterate))
                .toList();
    }

    private static boolean leadsTo(Set<String> targets, Optional<String> target, List<String> types, boolean iterate) {
        boolean wanted = target.map(targets::contains).orElse(true);
        boolean searched = target.map(types::contains).orElse(types.stream().anyMatch(targets::contains));
        return wanted && (iterate || searched);
    }

    private static Stream<String> codes(String type, String code, SearchDefinitions definitions) {
        return definitions.parameters().of(type).stream()
                .map(SearchParameter::code)
                .filter(each -> code.equals(ANY) || code.equals(each))
                .filter(each -> !definitions.targets(type, each).isEmpty());
    }
}
