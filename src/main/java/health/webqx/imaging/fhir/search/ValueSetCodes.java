package health.webqx.imaging.fhir.search;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The codes of value sets that say themselves what they hold: by listing codes, by naming a code system that is here as a
 * whole, or other such value sets (R4 ValueSet.compose). Value sets and code systems are this project's own, and those stored
 * here that the caller may see. One that selects by properties is {@code UNSUPPORTED}: this is no terminology server.
 */
@ApplicationScoped
public class ValueSetCodes {
    private static final int MOST_CODES = 10_000;
    private static final int MOST_LOOK_UPS = 50;

    private final ResourceStore store;
    private final SearchDefinitions definitions;

    ValueSetCodes(ResourceStore store, SearchDefinitions definitions) {
        this.store = store;
        this.definitions = definitions;
    }

    /** What matches each filter's codes. */
    public Uni<Map<ValueSetFilter, List<Match>>> of(List<ValueSetFilter> filters, Reach reach) {
        Map<ValueSetFilter, List<Match>> all = new LinkedHashMap<>();
        Expansion expansion = new Expansion(reach);
        return Multi.createFrom()
                .iterable(filters)
                .onItem()
                .transformToUniAndConcatenate(filter -> expansion
                        .codes(filter.valueSet())
                        .invoke(codes -> all.put(filter, codes.matches()))
                        .onFailure(ValueSetCodes::isUnsupported)
                        .transform(failure -> Failure.at(
                                FailureKind.UNSUPPORTED, filter.code(), String.valueOf(failure.getMessage()))))
                .collect()
                .asList()
                .replaceWith(all);
    }

    private static boolean isUnsupported(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.UNSUPPORTED;
    }

    /** Codes by their systems. */
    private static final class Codes {
        private final Map<String, Set<String>> bySystem = new TreeMap<>();
        private int added;

        void add(String system, String code) {
            if (bySystem.computeIfAbsent(system, none -> new LinkedHashSet<>()).add(code) && ++added > MOST_CODES) {
                throw unsupported("this value set has more codes than can be searched for");
            }
        }

        void addAll(Codes others) {
            others.bySystem.forEach((system, codes) -> codes.forEach(code -> add(system, code)));
        }

        void removeAll(Codes others) {
            others.bySystem.forEach((system, codes) ->
                    bySystem.getOrDefault(system, new LinkedHashSet<>()).removeAll(codes));
        }

        void retainAll(Codes others) {
            bySystem.forEach((system, codes) -> codes.retainAll(others.bySystem.getOrDefault(system, Set.of())));
        }

        List<Match> matches() {
            return bySystem.entrySet().stream()
                    .<Match>map(each -> new Match.TokenAmong(each.getKey(), List.copyOf(each.getValue())))
                    .toList();
        }
    }

    /** The looking up for one search; it looks up so much and no more, whatever circles value sets go in. */
    private final class Expansion {
        private final Reach reach;
        private int lookUps;

        Expansion(Reach reach) {
            this.reach = reach;
        }

        Uni<Codes> codes(String canonical) {
            return find("ValueSet", canonical).flatMap(this::expanded);
        }

        private Uni<Codes> expanded(JsonNode valueSet) {
            if (valueSet.path("compose").path("include").isEmpty()) {
                throw unsupported("this value set does not list what it holds");
            }
            JsonNode compose = valueSet.path("compose");
            return union(compose.path("include"))
                    .flatMap(in -> union(compose.path("exclude")).map(out -> {
                        in.removeAll(out);
                        return in;
                    }));
        }

        private Uni<Codes> union(JsonNode sets) {
            Codes all = new Codes();
            return Multi.createFrom()
                    .iterable(sets)
                    .onItem()
                    .transformToUniAndConcatenate(set -> set(set).invoke(all::addAll))
                    .collect()
                    .asList()
                    .replaceWith(all);
        }

        /** What an include holds: of its system, and of all value sets it names, what they have in common. */
        private Uni<Codes> set(JsonNode set) {
            if (!set.path("filter").isEmpty()) {
                throw unsupported("this value set selects codes by their properties");
            }
            Uni<Optional<Codes>> codes = set.has("system")
                    ? ofSystem(set).map(Optional::of)
                    : Uni.createFrom().item(Optional.empty());
            for (JsonNode other : set.path("valueSet")) {
                codes = codes.flatMap(some -> codes(other.asText()).map(more -> {
                    some.ifPresent(more::retainAll);
                    return Optional.of(more);
                }));
            }
            return codes.map(some -> some.orElseThrow(() -> unsupported("this value set includes nothing")));
        }

        private Uni<Codes> ofSystem(JsonNode set) {
            String system = set.path("system").asText();
            Codes codes = new Codes();
            if (!set.path("concept").isEmpty()) {
                set.path("concept")
                        .forEach(concept ->
                                codes.add(system, concept.path("code").asText()));
                return Uni.createFrom().item(codes);
            }
            return find("CodeSystem", system).map(codeSystem -> {
                if (!codeSystem.path("content").asText().equals("complete")) {
                    throw unsupported("a code system of this value set is not here as a whole");
                }
                concepts(codeSystem, system, codes);
                return codes;
            });
        }

        private static void concepts(JsonNode parent, String system, Codes codes) {
            for (JsonNode concept : parent.path("concept")) {
                codes.add(system, concept.path("code").asText());
                concepts(concept, system, codes);
            }
        }

        private Uni<JsonNode> find(String type, String canonical) {
            if (++lookUps > MOST_LOOK_UPS) {
                throw unsupported("this value set refers to too many others");
            }
            String url = canonical.replaceFirst("\\|.*", "");
            Optional<? extends JsonNode> own = Profiles.find(type, url);
            if (own.isPresent()) {
                return Uni.createFrom().item(own.get());
            }
            String id = url.startsWith(type + "/") ? url.substring(type.length() + 1) : "";
            Criterion criterion = id.isEmpty()
                    ? definitions.criteria().parse(type, "url", url.replace(",", "\\,"))
                    : definitions.criteria().parse(type, "_id", id);
            return store.search(SearchQuery.of(type, List.of(criterion), 1), reach)
                    .map(page -> page.matches().stream()
                            .findFirst()
                            .map(found -> ResourceJson.readStored(found.json()))
                            .orElseThrow(() -> unsupported("no " + type + " of that name is known here")));
        }
    }

    private static Failure unsupported(String why) {
        return Failure.of(FailureKind.UNSUPPORTED, why);
    }
}
