package health.webqx.imaging.store;

import health.webqx.imaging.store.search.Criterion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller may see, in terms the store turns into SQL: the store takes no query without one, so what is out of reach
 * is not found by construction. Only {@code access} and {@code store} make one; {@link #everything()} is for background
 * work of {@code catalogue}, {@code audit} and {@code sandbox} (an architecture test holds them to it).
 */
public sealed interface Reach {
    /** No limit at all: for work that no caller asked for. */
    static Reach everything() {
        return Everything.INSTANCE;
    }

    /** What is given for each type; types not named are out of reach. */
    static Reach of(Map<String, Visibility> byType) {
        return new ByType(Map.copyOf(byType), Optional.empty());
    }

    /** The same for somebody whose own a resource becomes that is written under it. */
    static Reach of(Map<String, Visibility> byType, Writer writer) {
        return new ByType(Map.copyOf(byType), Optional.of(writer));
    }

    /** What of a type is in reach. */
    Visibility of(String type);

    /** Who writes, where that is kept beside what is written; the server itself where absent. */
    Optional<Writer> writer();

    /** No limit. */
    enum Everything implements Reach {
        INSTANCE;

        @Override
        public Visibility of(String type) {
            return Visibility.ALL;
        }

        @Override
        public Optional<Writer> writer() {
            return Optional.empty();
        }
    }

    /** A limit for each type. */
    record ByType(Map<String, Visibility> byType, Optional<Writer> writer) implements Reach {
        @Override
        public Visibility of(String type) {
            return byType.getOrDefault(type, Visibility.NOTHING);
        }
    }

    /** Which resources of one type are in reach. */
    sealed interface Visibility {
        /** Every one. */
        Visibility ALL = new AllOf(List.of());

        /** None. */
        Visibility NOTHING = new AnyOf(List.of());

        /** Whether a condition looks at a resource's content, of which the index knows the current version's only. */
        static boolean looksAtContent(Visibility visibility) {
            return parts(visibility).anyMatch(Matching.class::isInstance);
        }

        /**
         * Whether only the row itself decides: its patients and its id. What it holds, who cares for somebody, whose a row is
         * and what other resources deny is looked up elsewhere.
         */
        static boolean restsOnRow(Visibility visibility) {
            return parts(visibility)
                    .allMatch(part -> part instanceof AllOf
                            || part instanceof AnyOf
                            || part instanceof Not
                            || part instanceof InCompartment
                            || part instanceof OnlyInCompartment
                            || part instanceof WithinCompartments
                            || part instanceof WithId);
        }

        /** How many conditions and ids it is made of. */
        static int size(Visibility visibility) {
            return parts(visibility)
                    .mapToInt(part -> part instanceof WithId with
                            ? 1 + with.ids().size()
                            : part instanceof WithinCompartments within
                                    ? 1 + within.patients().size()
                                    : 1)
                    .sum();
        }

        /** Itself and all conditions that it is made of. */
        private static Stream<Visibility> parts(Visibility visibility) {
            Stream<Visibility> within = visibility instanceof AllOf all
                    ? all.conditions().stream()
                    : visibility instanceof AnyOf any
                            ? any.conditions().stream()
                            : visibility instanceof Not not ? Stream.of(not.condition()) : Stream.empty();
            return Stream.concat(Stream.of(visibility), within.flatMap(Visibility::parts));
        }

        /** Those that all the given conditions admit. */
        static Visibility allOf(Visibility... conditions) {
            return new AllOf(List.of(conditions));
        }

        /** Those that at least one of the given conditions admits. */
        static Visibility anyOf(List<Visibility> conditions) {
            return conditions.contains(ALL) ? ALL : new AnyOf(List.copyOf(conditions));
        }
    }

    /** All conditions hold; true when there is none. */
    record AllOf(List<Visibility> conditions) implements Visibility {}

    /** One condition holds; false when there is none. */
    record AnyOf(List<Visibility> conditions) implements Visibility {}

    /** The condition does not hold. */
    record Not(Visibility condition) implements Visibility {}

    /** In that patient's compartment, whatever others it may also be in. */
    record InCompartment(String patient) implements Visibility {}

    /** In that patient's compartment and in no other: what a patient's own app may write. */
    record OnlyInCompartment(String patient) implements Visibility {}

    /** In compartments, and in those of these patients only. */
    record WithinCompartments(Set<String> patients) implements Visibility {}

    /** In compartments, and in those only of patients that one of these cares for (decision record 010). */
    record InCareOf(CareGivers givers) implements Visibility {}

    /** In no compartment of a patient whose active Consent has a denial and names one of these parties. */
    record UnnamedByDenials(Set<String> parties) implements Visibility {}

    /** One of these logical ids. */
    record WithId(Set<String> ids) implements Visibility {}

    /** A Subscription of that owner's. */
    record OwnedBy(String owner) implements Visibility {}

    /** What a search for this would find, as in a granular scope. */
    record Matching(Criterion criterion) implements Visibility {}
}
