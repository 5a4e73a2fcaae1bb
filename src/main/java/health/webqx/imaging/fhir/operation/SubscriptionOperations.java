package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Subscriptions;
import health.webqx.imaging.store.Subscriptions.Standing;
import health.webqx.imaging.subscription.BindingTokens;
import health.webqx.imaging.subscription.Content;
import health.webqx.imaging.subscription.StandingQueries;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code $status}, {@code $events} and {@code $get-ws-binding-token} of Subscriptions (Subscriptions R5 Backport 1.1), for their
 * owners only: for anybody else, a backend service too, there is nothing to be found.
 */
@ApplicationScoped
public class SubscriptionOperations {
    private static final String TYPE = "Subscription";

    private final Gate gate;
    private final Subscriptions subscriptions;
    private final StandingQueries queries;
    private final BindingTokens tokens;
    private final String root;

    SubscriptionOperations(
            Gate gate,
            Subscriptions subscriptions,
            StandingQueries queries,
            BindingTokens tokens,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.subscriptions = subscriptions;
        this.queries = queries;
        this.tokens = tokens;
        this.root = baseUrl.orElse("");
    }

    /** The state of one, as a searchset with a Parameters. */
    public Uni<Buffer> status(Visit visit, String id) {
        return one(visit, id).map(subscription -> searchset(List.of(subscription)));
    }

    /**
     * The states of a caller's subscriptions.
     *
     * @param ids of those asked for; of all where empty
     * @param statuses that they have; any where empty
     */
    public Uni<Buffer> status(Visit visit, List<String> ids, List<String> statuses) {
        return all(visit, ids)
                .map(found -> found.stream()
                        .filter(subscription -> statuses.isEmpty() || statuses.contains(subscription.status()))
                        .toList())
                .map(this::searchset);
    }

    /**
     * Events of one, as a history Bundle.
     *
     * @param from the first event's number
     * @param until the last one's
     */
    public Uni<Buffer> events(Visit visit, String id, long from, long until, Optional<Content> content) {
        return one(visit, id).flatMap(subscription -> queries.events(visit, subscription, from, until, content));
    }

    /** A token to bind a websocket to one. */
    public Uni<Buffer> bindingToken(Visit visit, String id) {
        return one(visit, id).flatMap(subscription -> token(List.of(subscription)));
    }

    /**
     * A token to bind a websocket to those of a caller that are for websockets.
     *
     * @param ids of those asked for; all where empty
     */
    public Uni<Buffer> bindingToken(Visit visit, List<String> ids) {
        return all(visit, ids).flatMap(this::token);
    }

    private Uni<Standing> one(Visit visit, String id) {
        ResourceKey key = new ResourceKey(TYPE, id);
        return gate.pass(visit, AccessRequest.on(RestInteraction.READ, key), permit -> subscriptions
                .find(id, owner(permit))
                .map(found -> Disclosure.of(found.orElseThrow(() -> absent(key)), Set.of(), key)));
    }

    private Uni<List<Standing>> all(Visit visit, List<String> ids) {
        return gate.pass(visit, AccessRequest.search(TYPE, Set.of(), Set.of()), permit -> subscriptions
                .ofOwner(owner(permit))
                .map(found -> found.stream()
                        .filter(subscription ->
                                ids.isEmpty() || ids.contains(subscription.key().id()))
                        .toList())
                .map(found -> Disclosure.of(found, Set.of())));
    }

    private static String owner(Permit permit) {
        return permit.caller().identity();
    }

    /** In the words of a read. */
    private static Failure absent(ResourceKey key) {
        return Failure.of(FailureKind.NOT_FOUND, key + " is not known");
    }

    private Buffer searchset(List<Standing> found) {
        ObjectNode bundle = ResourceJson.object();
        bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", found.size());
        ArrayNode entries = ResourceJson.object().putArray("entry");
        for (Standing subscription : found) {
            ObjectNode status = queries.status(subscription);
            ObjectNode entry = entries.addObject();
            entry.put("fullUrl", "urn:uuid:" + status.path("id").asText());
            entry.set("resource", status);
            entry.putObject("search").put("mode", "match");
        }
        if (!entries.isEmpty()) {
            bundle.set("entry", entries);
        }
        return ResourceJson.write(bundle);
    }

    private Uni<Buffer> token(List<Standing> found) {
        List<Standing> bound = found.stream()
                .filter(StandingQueries::isWebsocket)
                .filter(subscription -> Set.of("requested", "active").contains(subscription.status()))
                .toList();
        if (bound.isEmpty()) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "there is no active subscription with a websocket to bind to");
        }
        Instant expires = Instant.now().plus(BindingTokens.VALID);
        return tokens.issue(bound, expires).map(token -> {
            ObjectNode answer = ResourceJson.object().put("resourceType", "Parameters");
            ArrayNode parameters = answer.putArray("parameter");
            parameters.addObject().put("name", "token").put("valueString", token);
            parameters.addObject().put("name", "expiration").put("valueDateTime", ResourceJson.instant(expires));
            bound.forEach(subscription -> parameters
                    .addObject()
                    .put("name", "subscription")
                    .put("valueString", subscription.key().id()));
            parameters
                    .addObject()
                    .put("name", "websocket-url")
                    .put("valueUrl", root.replaceFirst("^http", "ws") + "/fhir/ws");
            return ResourceJson.write(answer);
        });
    }
}
