package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.EntityTag;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** A change of some of a resource's elements (R4 3.1.0.6 patch), by a JSON Patch (RFC 6902). */
@ApplicationScoped
public class Patch {
    /** How often a change is made anew because another one came between reading and writing. */
    private static final int ATTEMPTS = 10;

    private final Gate gate;
    private final ResourceStore store;

    Patch(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * What was written; {@code UNPROCESSABLE} where the patch does not apply or leaves no valid resource.
     *
     * @param ifMatch the version that must be the current one
     */
    public Uni<Written> perform(Visit visit, ResourceKey key, Optional<Integer> ifMatch, byte[] body) {
        return gate.pass(visit, AccessRequest.on(RestInteraction.UPDATE, key), permit -> changed(
                        permit, key, ifMatch, JsonPatchBody.read(body))
                .map(written -> Disclosure.of(written, written.patients(), key)));
    }

    private Uni<Written> changed(Permit permit, ResourceKey key, Optional<Integer> ifMatch, JsonPatchBody patch) {
        return Uni.createFrom()
                .deferred(() -> store.read(key, permit.reach())
                        .invoke(found -> EntityTag.requireCurrent(
                                ifMatch, found.resource().version()))
                        .flatMap(found -> applied(patch, found.resource())
                                .flatMap(next -> store.update(
                                        new Draft(key, next),
                                        Optional.of(found.resource().version()),
                                        permit.reach()))))
                .onFailure(failure -> ifMatch.isEmpty() && isOvertaken(failure))
                .retry()
                .atMost(ATTEMPTS);
    }

    private static Uni<ObjectNode> applied(JsonPatchBody patch, StoredResource current) {
        return Uni.createFrom()
                .item(() -> {
                    ObjectNode next = patch.apply(current.json());
                    boolean same = next.path("id").asText().equals(current.key().id());
                    if (!same) {
                        throw Failure.at(FailureKind.UNPROCESSABLE, "id", "a patch cannot change the id");
                    }
                    Buffer json = ResourceJson.write(next);
                    R4.requireValid(current.key().type(), next, json);
                    Profiles.requireMet(next, json);
                    return next;
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof Failure known && known.kind() == FailureKind.PRECONDITION_FAILED;
    }
}
