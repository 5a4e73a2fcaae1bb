package health.webqx.imaging.store.search;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One condition of a search; the conditions of a search must all hold. */
public sealed interface Criterion {
    /** The logical id is one of these ({@code _id}). */
    record IdIn(Set<String> ids) implements Criterion {}

    /** In that patient's compartment (R4 3.1.1.2 compartment search). */
    record InCompartment(String patient) implements Criterion {}

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

    /**
     * A parameter has a value, or has none ({@code :missing}, R4 3.1.1.4.5).
     *
     * @param missing whether it must have none
     */
    record Missing(String type, String code, IndexKind kind, boolean missing) implements Criterion {
        int parameterKey() {
            return ParameterKey.of(type, code);
        }
    }

    /**
     * A composite parameter: its components match within one element (R4 3.1.1.4.11).
     *
     * @param anyOf alternatives, each with one match for each component; empty for any values at all
     */
    record Composite(List<Component> components, List<List<Match>> anyOf) implements Criterion {}

    /**
     * A component of a composite.
     *
     * @param anywhere whether it is found anywhere in the resource rather than together with the others
     */
    record Component(String type, String code, IndexKind kind, boolean anywhere) {
        int parameterKey() {
            return ParameterKey.of(type, code);
        }
    }

    /**
     * A Location's position is not farther from a point ({@code near}).
     *
     * @param latitude in degrees, north positive
     * @param longitude in degrees, east positive
     * @param metres the distance
     */
    record Near(double latitude, double longitude, double metres) implements Criterion {}

    /** The condition does not hold ({@code :not}). */
    record Not(Criterion condition) implements Criterion {}

    /**
     * A resource that is referred to meets a condition (R4 3.1.1.4.13 chained parameters).
     *
     * @param code of the reference parameter
     * @param byTarget what must hold of a target, by its type; targets of other types do not count
     */
    record Chained(String type, String code, Map<String, Criterion> byTarget) implements Criterion {
        int parameterKey() {
            return ParameterKey.of(type, code);
        }
    }

    /**
     * A resource refers to this one and meets a condition (R4 3.1.1.4.14 reverse chaining, {@code _has}).
     *
     * @param type of the resource referred to
     * @param source the type of the resource that refers
     * @param code of its reference parameter
     */
    record ReferredToBy(String type, String source, String code, Criterion condition) implements Criterion {
        int parameterKey() {
            return ParameterKey.of(source, code);
        }
    }

    /** How many values are asked for, those of chained criteria included. */
    static int alternatives(Criterion criterion) {
        if (criterion instanceof Indexed indexed) {
            return indexed.anyOf().size();
        } else if (criterion instanceof Composite composite) {
            return composite.anyOf().size();
        } else if (criterion instanceof Not not) {
            return alternatives(not.condition());
        } else if (criterion instanceof Chained chained) {
            return chained.byTarget().values().stream()
                    .mapToInt(Criterion::alternatives)
                    .sum();
        } else if (criterion instanceof ReferredToBy reverse) {
            return alternatives(reverse.condition());
        }
        return 1;
    }

    /** The types of other resources that decide whether the criterion is met. */
    static Set<String> typesTouched(Criterion criterion) {
        Set<String> types = new TreeSet<>();
        if (criterion instanceof Chained chained) {
            types.addAll(chained.byTarget().keySet());
            chained.byTarget().values().forEach(condition -> types.addAll(typesTouched(condition)));
        } else if (criterion instanceof ReferredToBy reverse) {
            types.add(reverse.source());
            types.addAll(typesTouched(reverse.condition()));
        } else if (criterion instanceof Not not) {
            types.addAll(typesTouched(not.condition()));
        }
        return types;
    }

    /** The index tables, one for each kind of parameter that can be searched. */
    enum IndexKind {
        TOKEN("token_index"),
        REFERENCE("reference_index"),
        DATE("date_index"),
        STRING("string_index"),
        URI("uri_index"),
        NUMBER("number_index"),
        QUANTITY("quantity_index");

        private final String table;

        IndexKind(String table) {
            this.table = table;
        }

        String table() {
            return table;
        }
    }
}
