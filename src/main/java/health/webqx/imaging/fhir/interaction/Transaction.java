package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.Disclosures;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.Note;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.bundle.BundleEntry;
import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.bundle.ResponseBundle.Result;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All entries or none (R4 3.1.0.11 transaction): deletions, creations, updates, and what is read once those are done. Every
 * entry, and every search that a conditional reference is, is decided upon and recorded as if it had come alone.
 */
@ApplicationScoped
public class Transaction {
    private final Gate gate;
    private final ResourceStore store;
    private final SearchDefinitions definitions;
    private final Batch batch;

    Transaction(Gate gate, ResourceStore store, SearchDefinitions definitions, Batch batch) {
        this.gate = gate;
        this.store = store;
        this.definitions = definitions;
        this.batch = batch;
    }

    /** What became of each entry; fails as the first entry that cannot be done fails, naming it. */
    public Uni<List<Result>> perform(Visit visit, List<BundleEntry> entries, PreferredReturn preferred) {
        TransactionPlan plan = TransactionPlan.of(
                entries.stream().filter(entry -> !entry.method().reads()).toList(), definitions);
        return gate.<Map<Integer, EntryOutcome>>passAllNoting(
                        visit, plan.accesses(), (permits, note) -> written(plan, permits, note))
                .flatMap(outcomes -> results(visit, entries, outcomes, preferred));
    }

    private Uni<Disclosures<Map<Integer, EntryOutcome>>> written(
            TransactionPlan plan, List<Permit> permits, Note<Disclosures<Map<Integer, EntryOutcome>>> note) {
        return store.together(
                session -> new TransactionWork(plan, permits, session)
                        .perform()
                        .map(outcomes -> new Disclosures<>(outcomes, plan.disclosures(outcomes))),
                note::of);
    }

    private Uni<List<Result>> results(
            Visit visit, List<BundleEntry> entries, Map<Integer, EntryOutcome> outcomes, PreferredReturn preferred) {
        Map<Integer, Result> results = new TreeMap<>();
        outcomes.forEach((index, outcome) -> results.put(index, outcome.result(preferred)));
        return Multi.createFrom()
                .iterable(entries)
                .filter(entry -> entry.method().reads())
                .onItem()
                .transformToUniAndConcatenate(entry ->
                        batch.one(visit, entry, preferred).invoke(result -> results.put(entry.index(), result)))
                .collect()
                .asList()
                .replaceWith(() -> List.copyOf(results.values()));
    }
}
