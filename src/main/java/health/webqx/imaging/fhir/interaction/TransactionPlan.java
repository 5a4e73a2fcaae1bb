package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.fhir.bundle.BundleEntry;
import health.webqx.imaging.fhir.bundle.BundleEntry.Method;
import health.webqx.imaging.fhir.bundle.EntryReferences;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.SearchDefinitions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a transaction will do, before anything is done: its writes in order, and every access they are. */
final class TransactionPlan {
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Search> references = new TreeMap<>();
    private final List<AccessRequest> accesses = new ArrayList<>();

    /**
     * A write.
     *
     * @param condition which resource it is about, with the number of the search's permit
     * @param permit the number of the write's own permit
     * @param read the number of a patch's permit to read what it changes
     */
    record Step(BundleEntry entry, Optional<Search> condition, int permit, Optional<Integer> read) {}

    /** A search whose permit has that number. */
    record Search(Condition condition, int permit) {}

    private TransactionPlan() {}

    /** Fails where a condition or a conditional reference is not one that can be searched for. */
    static TransactionPlan of(List<BundleEntry> writes, SearchDefinitions definitions) {
        TransactionPlan plan = new TransactionPlan();
        for (BundleEntry entry : writes.stream()
                .sorted(Comparator.comparing(BundleEntry::method))
                .toList()) {
            try {
                plan.add(entry, definitions);
            } catch (Failure failure) {
                throw entry.told(failure);
            }
        }
        return plan;
    }

    private void add(BundleEntry entry, SearchDefinitions definitions) {
        Optional<Search> condition = entry.query().map(query -> search(Condition.of(entry.type(), query, definitions)));
        Optional<Integer> read = condition.map(Search::permit).or(() -> toRead(entry));
        accesses.add(access(entry));
        steps.add(new Step(entry, condition, accesses.size() - 1, read));
        entry.resource().map(EntryReferences::conditional).orElse(Set.of()).forEach(reference -> {
            if (!references.containsKey(reference)) {
                String type = reference.substring(0, reference.indexOf('?'));
                references.put(reference, search(Condition.of(type, reference, definitions)));
            }
        });
    }

    private Optional<Integer> toRead(BundleEntry entry) {
        return entry.id().filter(id -> entry.method() == Method.PATCH).map(id -> {
            accesses.add(AccessRequest.on(RestInteraction.READ, new ResourceKey(entry.type(), id)));
            return accesses.size() - 1;
        });
    }

    private Search search(Condition condition) {
        accesses.add(condition.access());
        return new Search(condition, accesses.size() - 1);
    }

    private static AccessRequest access(BundleEntry entry) {
        RestInteraction interaction =
                switch (entry.method()) {
                    case POST -> RestInteraction.CREATE;
                    case PUT, PATCH -> RestInteraction.UPDATE;
                    default -> RestInteraction.DELETE;
                };
        return entry.id()
                .map(id -> AccessRequest.on(interaction, new ResourceKey(entry.type(), id)))
                .orElseGet(() -> AccessRequest.onAny(interaction, entry.type()));
    }

    /** Every access, to be decided upon one by one. */
    List<AccessRequest> accesses() {
        return List.copyOf(accesses);
    }

    /** The writes: deletions, creations, updates and patches. */
    List<Step> steps() {
        return steps;
    }

    /** The conditional references of all resources. */
    Map<String, Search> references() {
        return references;
    }

    /** What each access gave away; a search gives away what the write that it is for does. */
    List<Disclosure<?>> disclosures(Map<Integer, EntryOutcome> outcomes) {
        List<Disclosure<?>> disclosures = new ArrayList<>();
        for (int i = 0; i < accesses.size(); i++) {
            disclosures.add(Disclosure.of("", Set.of()));
        }
        for (Step step : steps) {
            EntryOutcome outcome =
                    Objects.requireNonNull(outcomes.get(step.entry().index()));
            disclosures.set(step.permit(), outcome.disclosure());
            step.condition()
                    .map(Search::permit)
                    .or(step::read)
                    .ifPresent(permit -> disclosures.set(
                            permit, Disclosure.of("", outcome.disclosure().patients())));
        }
        return disclosures;
    }
}
