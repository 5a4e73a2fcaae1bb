package health.webqx.imaging.store.search;

import java.util.List;
import java.util.Set;

/** One condition of a search; the conditions of a search must all hold. */
public sealed interface Criterion {
    /** The logical id is one of these ({@code _id}). */
    record IdIn(Set<String> ids) implements Criterion {}

    /** The time of the last write matches one of these ({@code _lastUpdated}). */
    record LastUpdated(List<Match.Date> anyOf) implements Criterion {}

    /**
     * An indexed search parameter matches one of these values.
     *
     * @param type the resource type whose parameter it is
     * @param code the parameter's name
     * @param kind decides the index
     */
    record Indexed(String type, String code, IndexKind kind, List<Match> anyOf) implements Criterion {
        /** The key of the parameter in the index tables. */
        int parameterKey() {
            return ParameterKey.of(type, code);
        }
    }

    /** The index tables, one for each kind of parameter that can be searched. */
    enum IndexKind {
        TOKEN("token_index"),
        REFERENCE("reference_index"),
        DATE("date_index"),
        STRING("string_index"),
        URI("uri_index");

        private final String table;

        IndexKind(String table) {
            this.table = table;
        }

        String table() {
            return table;
        }
    }
}
