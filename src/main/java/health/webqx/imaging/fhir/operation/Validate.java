package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.profile.Profiles;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.resource.ResourceXml;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Tells what a validator thinks of a resource (R4 {@code $validate}), given or stored. Nothing is written. */
@ApplicationScoped
public class Validate {
    private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");

    private final Gate gate;
    private final ResourceStore store;

    Validate(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    /**
     * What is to be validated.
     *
     * @param profile canonical URL of a profile to hold the resource against
     * @param mode of the standard's {@code resource-validation-mode}
     */
    private record Question(ObjectNode resource, Optional<String> profile, Optional<String> mode) {}

    /**
     * An OperationOutcome about the resource in the body, which is the resource itself or a Parameters with it.
     *
     * @param id what the resource would be written as; needed for the mode {@code update}
     */
    public Uni<Buffer> given(Visit visit, String type, Optional<String> id, byte[] body, Optional<String> profile) {
        AccessRequest access = AccessRequest.onAny(RestInteraction.OPERATION, type);
        return gate.requireCaller(visit, access)
                .chain(() -> onWorker(() -> {
                    Question question = question(body, profile);
                    if (!question.resource().path("resourceType").asText().equals(type)) {
                        throw Failure.at(FailureKind.INVALID, "resourceType", "the resource is not of type " + type);
                    }
                    question.mode().ifPresent(mode -> requireAgreement(mode, question.resource(), id));
                    return outcome(ResourceJson.write(question.resource()), question.profile());
                }));
    }

    /** An OperationOutcome about a stored resource; {@code NOT_FOUND} when it is not in the caller's reach. */
    public Uni<Buffer> stored(Visit visit, ResourceKey key, Optional<String> profile) {
        return gate.pass(visit, AccessRequest.on(RestInteraction.READ, key), permit -> store.read(key, permit.reach())
                .flatMap(found -> onWorker(() -> outcome(found.resource().json(), profile))
                        .map(outcome -> Disclosure.of(outcome, found.patients(), key))));
    }

    private static Question question(byte[] body, Optional<String> profile) {
        ObjectNode given = ResourceJson.read(ResourceXml.jsonOf(body));
        if (!given.path("resourceType").asText().equals("Parameters")) {
            return new Question(given, profile, Optional.empty());
        }
        Optional<ObjectNode> resource = Optional.empty();
        Optional<String> claimed = profile;
        Optional<String> mode = Optional.empty();
        for (JsonNode parameter : given.path("parameter")) {
            switch (parameter.path("name").asText()) {
                case "resource" ->
                    resource = Optional.of(parameter.path("resource"))
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast);
                case "profile" -> claimed = text(parameter, "valueUri", "valueCanonical");
                case "mode" -> mode = text(parameter, "valueCode", "valueString");
                default ->
                    throw Failure.at(
                            FailureKind.INVALID, "Parameters.parameter", "$validate takes resource, mode and profile");
            }
        }
        return new Question(
                resource.orElseThrow(() ->
                        Failure.at(FailureKind.INVALID, "Parameters.parameter", "there is no parameter resource")),
                claimed,
                mode);
    }

    private static Optional<String> text(JsonNode parameter, String name, String otherName) {
        return Optional.ofNullable(parameter.get(name))
                .or(() -> Optional.ofNullable(parameter.get(otherName)))
                .map(JsonNode::asText);
    }

    private static void requireAgreement(String mode, ObjectNode resource, Optional<String> id) {
        if (!MODES.contains(mode)) {
            throw Failure.at(FailureKind.INVALID, "mode", "a mode is create, update, delete or profile");
        }
        boolean agrees = id.isEmpty() || resource.path("id").asText().equals(id.get());
        if (mode.equals("update") && (id.isEmpty() || !agrees)) {
            throw Failure.at(FailureKind.INVALID, "id", "an update is validated at the address of the resource's id");
        }
    }

    private static Buffer outcome(Buffer json, Optional<String> profile) {
        return ResourceJson.write(Profiles.validate(json, profile));
    }

    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
