package health.webqx.imaging.subscription;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.StandingRights;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.SubscriptionEvents.Event;
import health.webqx.imaging.store.Subscriptions.Standing;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The resources that events are about, as far as who is to be told of them may see them now; the access is recorded. */
@ApplicationScoped
public class Focuses {
    private static final Set<FailureKind> REFUSALS = Set.of(FailureKind.FORBIDDEN, FailureKind.UNAUTHENTICATED);

    private final Gate gate;
    private final ResourceStore store;
    private final StandingRights rights;
    private final SearchDefinitions definitions;

    Focuses(Gate gate, ResourceStore store, StandingRights rights, SearchDefinitions definitions) {
        this.gate = gate;
        this.store = store;
        this.rights = rights;
        this.definitions = definitions;
    }

    /** Those that the subscription's owner may see by the rights it was written with; none where they do not hold any more. */
    Uni<Map<ResourceKey, StoredResource>> forOwner(
            Standing subscription, SubscriptionRequest request, List<Event> events) {
        Visit visit = rights.visit(
                subscription.rights(),
                Optional.of(request.filter()).filter(filter -> !filter.isEmpty()),
                request.endpoint().map(Focuses::host).orElse("websocket"),
                subscription.key().reference());
        return find(visit, request, events)
                .onFailure(thrown -> thrown instanceof Failure failure && REFUSALS.contains(failure.kind()))
                .recoverWithItem(Map.of());
    }

    /** Those that a caller may see by the token it has now. */
    Uni<Map<ResourceKey, StoredResource>> find(Visit visit, SubscriptionRequest request, List<Event> events) {
        Set<String> ids = new TreeSet<>();
        events.forEach(event -> ids.add(event.focus().id()));
        AccessRequest access =
                AccessRequest.search(request.topic().type(), Set.of(), Filter.patients(request, definitions));
        return gate.pass(visit, access, permit -> found(permit, request.topic(), ids));
    }

    private Uni<Disclosure<Map<ResourceKey, StoredResource>>> found(Permit permit, Topic topic, Set<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Disclosure.of(Map.of(), Set.of()));
        }
        SearchQuery query = SearchQuery.of(topic.type(), List.of(new Criterion.IdIn(ids)), ids.size());
        return store.search(query, permit.reach()).map(page -> Disclosure.of(byKey(page), page.patients()));
    }

    private static Map<ResourceKey, StoredResource> byKey(SearchPage page) {
        Map<ResourceKey, StoredResource> found = new HashMap<>();
        page.matches().forEach(resource -> found.put(resource.key(), resource));
        return found;
    }

    private static String host(String endpoint) {
        return endpoint.replaceFirst("^[a-zA-Z]+://", "").replaceFirst("[/?].*", "");
    }
}
