package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.fhir.bundle.BundleEntry.Method;
import health.webqx.imaging.fhir.bundle.EntryReferences;
import health.webqx.imaging.fhir.interaction.TransactionPlan.Search;
import health.webqx.imaging.fhir.interaction.TransactionPlan.Step;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.TimeOrderedUuid;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A transaction as it is carried out, once, in one session of the store: its conditions first, then its writes. */
final class TransactionWork {
    private final TransactionPlan plan;
    private final List<Permit> permits;
    private final WriteSession session;
    private final Map<Integer, Optional<Found>> found = new HashMap<>();
    private final Map<Integer, ResourceKey> keys = new HashMap<>();
    private final EntryReferences references = new EntryReferences();
    private final Map<Integer, EntryOutcome> outcomes = new TreeMap<>();
    private final Map<String, Step> creators = new HashMap<>();
    private final Map<Integer, Step> alike = new TreeMap<>();

    TransactionWork(TransactionPlan plan, List<Permit> permits, WriteSession session) {
        this.plan = plan;
        this.permits = permits;
        this.session = session;
    }

    /** What each entry did, by its place in the Bundle. */
    Uni<Map<Integer, EntryOutcome>> perform() {
        return conditions()
                .chain(this::conditionalReferences)
                .invoke(this::fixKeys)
                .chain(this::claims)
                .chain(this::deletions)
                .chain(this::creations)
                .invoke(this::findCreated)
                .chain(this::creationsByUpdate)
                .chain(this::updates)
                .replaceWith(outcomes);
    }

    /** In the order of their texts, so that two transactions with the same conditions wait and do not block each other. */
    private Uni<Void> conditions() {
        List<Step> conditional = plan.steps().stream()
                .filter(step -> step.condition().isPresent())
                .sorted(Comparator.comparing(
                        step -> step.condition().orElseThrow().condition().text()))
                .toList();
        return eachOf(conditional, step -> {
            Search search = step.condition().orElseThrow();
            return search.condition()
                    .one(session, reach(search.permit()))
                    .invoke(one -> found.put(step.entry().index(), one))
                    .replaceWithVoid();
        });
    }

    private Uni<Void> conditionalReferences() {
        return Multi.createFrom()
                .iterable(plan.references().entrySet())
                .onItem()
                .transformToUniAndConcatenate(reference -> {
                    Search search = reference.getValue();
                    return search.condition()
                            .find(session, reach(search.permit()))
                            .invoke(one -> references.put(
                                    reference.getKey(),
                                    one.orElseThrow(() -> unmet(reference.getKey()))
                                            .resource()
                                            .key()
                                            .reference()));
                })
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static Failure unmet(String reference) {
        String type = reference.substring(0, reference.indexOf('?'));
        return Failure.at(
                FailureKind.PRECONDITION_FAILED, "Bundle.entry", "no " + type + " meets a conditional reference");
    }

    /** Every resource's key is known before the first is written, so that all may refer to each other. */
    private void fixKeys() {
        Set<ResourceKey> written = new HashSet<>();
        for (Step step : plan.steps()) {
            ResourceKey key = target(step);
            boolean staysAsItIs = step.entry().method() == Method.POST
                    && (foundBy(step).isPresent()
                            || alike.containsKey(step.entry().index()));
            if (!staysAsItIs && !written.add(key)) {
                throw Failure.at(FailureKind.INVALID, step.entry().place(), "another entry is about the same resource");
            }
            keys.put(step.entry().index(), key);
            condition(step).ifPresent(text -> creators.putIfAbsent(text, step));
            step.entry().fullUrl().ifPresent(url -> references.put(url, key.reference()));
        }
    }

    /** Else two transactions that write the same in another order block each other, and one has to begin again. */
    private Uni<Void> claims() {
        List<ResourceKey> changed = plan.steps().stream()
                .filter(step -> step.entry().method() != Method.POST)
                .map(this::key)
                .toList();
        return changed.size() < 2 ? Uni.createFrom().voidItem() : session.claim(changed);
    }

    private ResourceKey target(Step step) {
        String type = step.entry().type();
        Optional<Found> one = foundBy(step);
        if (step.entry().id().isPresent()) {
            return new ResourceKey(type, step.entry().id().get());
        }
        Optional<Step> creator = condition(step).map(creators::get).filter(before -> one.isEmpty());
        if (creator.isPresent()) {
            alike.put(step.entry().index(), creator.get());
            return key(creator.get());
        }
        try {
            return switch (step.entry().method()) {
                case PUT ->
                    ConditionalUpdate.target(type, step.entry().resource().orElseThrow(), one);
                case PATCH -> ConditionalPatch.target(one);
                default ->
                    one.map(existing -> existing.resource().key())
                            .orElseGet(() -> new ResourceKey(type, TimeOrderedUuid.next()));
            };
        } catch (Failure failure) {
            throw step.entry().told(failure);
        }
    }

    /** The condition of a write that makes a resource where none meets it. */
    private static Optional<String> condition(Step step) {
        boolean creates = step.entry().method() == Method.POST || step.entry().method() == Method.PUT;
        return step.condition().filter(search -> creates).map(search -> search.condition()
                .text());
    }

    private Uni<Void> deletions() {
        return eachOf(inOrder(stepsOf(Method.DELETE).stream()), step -> {
            boolean nothing = step.condition().isPresent() && foundBy(step).isEmpty();
            Uni<Optional<Found>> gone = nothing
                    ? Uni.createFrom().item(Optional.empty())
                    : session.delete(key(step), step.entry().ifMatch(), reach(step.permit()));
            return gone.invoke(what -> outcomes.put(step.entry().index(), new EntryOutcome.Deleted(what)))
                    .replaceWithVoid();
        });
    }

    private Uni<Void> creations() {
        List<Step> creating = new ArrayList<>();
        for (Step step : stepsOf(Method.POST)) {
            Optional<Found> existing = foundBy(step);
            if (existing.isPresent()) {
                outcomes.put(step.entry().index(), new EntryOutcome.Wrote(Written.unchanged(existing.get())));
            } else if (!alike.containsKey(step.entry().index())) {
                creating.add(step);
            }
        }
        return together(creating, this::create);
    }

    /** Those under one reach at once. */
    private Uni<Void> together(List<Step> steps, BiFunction<List<Step>, Reach, Uni<Void>> work) {
        Map<Reach, List<Step>> byReach = new LinkedHashMap<>();
        steps.forEach(step -> byReach.computeIfAbsent(reach(step.permit()), none -> new ArrayList<>())
                .add(step));
        return Multi.createFrom()
                .iterable(byReach.entrySet())
                .onItem()
                .transformToUniAndConcatenate(group -> work.apply(group.getValue(), group.getKey()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> create(List<Step> steps, Reach reach) {
        List<Draft> drafts = steps.stream().map(this::draft).toList();
        return session.create(drafts, reach)
                .invoke(all -> {
                    for (int i = 0; i < steps.size(); i++) {
                        outcomes.put(steps.get(i).entry().index(), new EntryOutcome.Wrote(all.get(i)));
                    }
                })
                .onFailure()
                .transform(steps.get(0).entry()::told)
                .replaceWithVoid();
    }

    /** Who would create what an entry before it has created, under the same condition, finds that. */
    private void findCreated() {
        alike.forEach((index, creator) -> {
            if (outcomes.get(creator.entry().index()) instanceof EntryOutcome.Wrote wrote) {
                Written written = wrote.written();
                Written unchanged = new Written(written.resource(), false, written.patients());
                outcomes.put(index, new EntryOutcome.Wrote(unchanged));
            }
        });
    }

    /** Updates that demand nothing of a version before them, and find none, are creations. */
    private Uni<Void> creationsByUpdate() {
        List<Step> open = inOrder(stepsOf(Method.PUT).stream()
                .filter(step ->
                        step.condition().isEmpty() && step.entry().ifMatch().isEmpty()));
        return together(open, this::createUnknown);
    }

    private Uni<Void> createUnknown(List<Step> steps, Reach reach) {
        return session.unknown(steps.stream().map(this::key).toList(), reach)
                .map(unknown -> steps.stream()
                        .filter(step -> unknown.contains(key(step)))
                        .toList())
                .flatMap(creating -> creating.isEmpty() ? Uni.createFrom().voidItem() : create(creating, reach))
                .onFailure()
                .transform(steps.get(0).entry()::told);
    }

    /** In the order of their keys, so that two transactions on the same resources do not block each other. */
    private Uni<Void> updates() {
        List<Step> steps = inOrder(Stream.concat(stepsOf(Method.PUT).stream(), stepsOf(Method.PATCH).stream())
                .filter(step -> !outcomes.containsKey(step.entry().index())));
        return eachOf(steps, step -> update(step)
                .invoke(written -> outcomes.put(step.entry().index(), new EntryOutcome.Wrote(written)))
                .replaceWithVoid());
    }

    private List<Step> inOrder(Stream<Step> steps) {
        return steps.sorted(Comparator.comparing(step -> key(step).reference())).toList();
    }

    private Uni<Written> update(Step step) {
        Reach reach = reach(step.permit());
        if (step.entry().method() == Method.PATCH) {
            ObjectNode given = step.entry().resource().orElseThrow();
            Supplier<PatchDocument> patch = () -> PatchDocument.ofEntry(references.resolved(given));
            Reach see = reach(step.read().orElseThrow());
            return Patch.patched(session, key(step), step.entry().ifMatch(), patch, see, reach);
        }
        return step.condition().isPresent()
                ? ConditionalUpdate.write(
                        session, draft(step), foundBy(step), step.entry().ifMatch(), reach)
                : Update.write(session, draft(step), Batch.precondition(step.entry()), reach);
    }

    private Draft draft(Step step) {
        ObjectNode resource = references.resolved(step.entry().resource().orElseThrow());
        return new Draft(key(step), resource);
    }

    private Optional<Found> foundBy(Step step) {
        return found.getOrDefault(step.entry().index(), Optional.empty());
    }

    private ResourceKey key(Step step) {
        return Objects.requireNonNull(keys.get(step.entry().index()));
    }

    private Reach reach(int permit) {
        return permits.get(permit).reach();
    }

    private List<Step> stepsOf(Method method) {
        return plan.steps().stream()
                .filter(step -> step.entry().method() == method)
                .toList();
    }

    /** One after the other, as everything on one session. */
    private static Uni<Void> eachOf(List<Step> steps, Function<Step, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(
                        step -> work.apply(step).onFailure().transform(step.entry()::told))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
