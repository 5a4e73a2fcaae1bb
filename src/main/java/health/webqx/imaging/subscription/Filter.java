package health.webqx.imaging.subscription;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.SubscriptionFilter;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.Match;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What narrows a topic. */
final class Filter {
    private static final Set<String> OF_PATIENTS = Set.of("patient", "subject");

    private Filter() {}

    /**
     * The patients that a filter names.
     *
     * @throws Failure {@code UNPROCESSABLE} for a filter that the topic does not have or that is no search
     */
    static Set<String> patients(SubscriptionRequest request, SearchDefinitions definitions) {
        Set<String> patients = new TreeSet<>();
        try {
            for (Map.Entry<String, String> parameter : SubscriptionFilter.parameters(request.filter())) {
                requireKnown(request.topic(), parameter.getKey());
            }
            SubscriptionFilter.criteria(request.topic().type(), request.filter(), definitions)
                    .forEach(criterion -> named(criterion, patients));
        } catch (Failure notAFilter) {
            throw Elements.refused("criteria.extension", notAFilter.diagnostics());
        }
        return patients;
    }

    private static void requireKnown(Topic topic, String parameter) {
        String code = parameter.replaceFirst(":.*", "");
        if (!topic.filters().contains(code)) {
            throw Elements.refused(
                    "criteria.extension",
                    "this topic's filters are " + String.join(", ", new TreeSet<>(topic.filters())));
        }
    }

    private static void named(Criterion criterion, Set<String> patients) {
        if (criterion instanceof Criterion.Indexed indexed && OF_PATIENTS.contains(indexed.code())) {
            for (Match match : indexed.anyOf()) {
                if (match instanceof Match.LocalReference reference
                        && reference.type().map("Patient"::equals).orElse(true)) {
                    patients.add(reference.id());
                }
            }
        }
    }
}
