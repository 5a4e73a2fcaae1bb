package health.webqx.imaging.fhir.search;

import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.index.SearchParameterType;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Criterion.IndexKind;
import health.webqx.imaging.store.search.Match;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * That a code must be one of a value set's, or none of them (R4 3.1.1.4.5 {@code :in}, {@code :not-in}).
 *
 * @param code the token parameter's name
 * @param valueSet canonical URL of the ValueSet, or {@code ValueSet/id}
 */
public record ValueSetFilter(String code, String valueSet, boolean negated) {
    /** The types whose resources say what codes there are. */
    static final Set<String> TYPES = Set.of("ValueSet", "CodeSystem");

    /** The filter that a parameter stands for; empty for any without one of the two modifiers. */
    static Optional<ValueSetFilter> find(String name, String value) {
        String[] parts = name.split(":", -1);
        boolean filter = parts.length == 2 && (parts[1].equals("in") || parts[1].equals("not-in"));
        return filter ? Optional.of(new ValueSetFilter(parts[0], value, parts[1].equals("not-in"))) : Optional.empty();
    }

    boolean isOnToken(String type, SearchDefinitions definitions) {
        return definitions
                .parameters()
                .find(type, code)
                .filter(parameter -> parameter.type() == SearchParameterType.TOKEN)
                .isPresent();
    }

    Criterion criterion(String type, List<Match> codes) {
        Criterion in = new Criterion.Indexed(type, code, IndexKind.TOKEN, codes);
        return negated ? new Criterion.Not(in) : in;
    }
}
