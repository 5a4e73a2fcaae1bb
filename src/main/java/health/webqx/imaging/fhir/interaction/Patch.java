package health.webqx.imaging.fhir.interaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.EntityTag;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/** A change of some of a resource's elements (R4 3.1.0.6 patch), by a JSON Patch or a FHIRPath Patch. */
@ApplicationScoped
public class Patch {
    /** No resource grows by patches beyond what could be sent as a whole. */
    private static final int MOST_BYTES = 12 * 1024 * 1024;

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
     * @param patch reads the patch, once it is known that the caller may change the resource
     */
    public Uni<Written> perform(
            Visit visit, ResourceKey key, Optional<Integer> ifMatch, Supplier<PatchDocument> patch) {
        AccessRequest read = AccessRequest.on(RestInteraction.READ, key);
        AccessRequest update = AccessRequest.on(RestInteraction.UPDATE, key);
        return gate.pass(visit, read, see -> gate.<Written>passNoting(visit, update, (permit, note) -> onWorker(patch)
                        .flatMap(change -> store.together(
                                session -> patched(session, key, ifMatch, () -> change, see.reach(), permit.reach())
                                        .map(Create::disclosed),
                                note::of)))
                .map(written -> Disclosure.of(written, written.patients(), key)));
    }

    /**
     * The change made on the version that is current, and that stays so until it is written.
     *
     * @param see what the caller may read: the answer tells of elements that it did not send, and so does whether a patch
     *     applies
     * @param reach what it may write
     */
    static Uni<Written> patched(
            WriteSession session,
            ResourceKey key,
            Optional<Integer> ifMatch,
            Supplier<PatchDocument> patch,
            Reach see,
            Reach reach) {
        return session.readToWrite(key, see)
                .invoke(found ->
                        EntityTag.requireCurrent(ifMatch, found.resource().version()))
                .flatMap(found -> onWorker(() -> next(patch.get(), found.resource())))
                .flatMap(next -> session.update(new Draft(key, next), Optional.empty(), reach));
    }

    static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static ObjectNode next(PatchDocument patch, StoredResource current) {
        ObjectNode next = patch.apply(ResourceJson.readStored(current.json()));
        if (!next.path("id").asText().equals(current.key().id())) {
            throw Failure.at(FailureKind.UNPROCESSABLE, current.key().type() + ".id", "a patch cannot change the id");
        }
        Buffer json = ResourceJson.write(next);
        if (json.length() > MOST_BYTES) {
            throw Failure.of(FailureKind.TOO_LARGE, "the resource would be larger than this server takes");
        }
        requireResource(current.key().type(), next, json);
        return next;
    }

    /** What is not a resource any more is the patch's fault, of whatever kind it would be in a body. */
    private static void requireResource(String type, ObjectNode next, Buffer json) {
        try {
            ResourceJson.read(json);
            R4.requireValid(type, next, json);
        } catch (Failure failure) {
            throw Failure.at(
                    FailureKind.UNPROCESSABLE,
                    failure.location().orElse(type),
                    "the patch leaves no valid resource: " + failure.diagnostics());
        }
        Profiles.requireMet(next, json);
    }
}
