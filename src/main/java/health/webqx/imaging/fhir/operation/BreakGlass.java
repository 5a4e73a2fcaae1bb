package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.policy.EmergencyAccess;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.audit.RestInteraction;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;

/**
 * Our operation {@code $break-glass} on a Patient: a member of staff takes access to the patient's record for some minutes, to
 * read, whatever care relationship and Consents say; for a reason that is kept (decision record 011). Whether there is such a
 * Patient is not told.
 */
@ApplicationScoped
public class BreakGlass {
    private static final int LONGEST_REASON = 500;

    private final Gate gate;
    private final EmergencyAccess access;

    BreakGlass(Gate gate, EmergencyAccess access) {
        this.gate = gate;
        this.access = access;
    }

    /** A Parameters that says until when; {@code FORBIDDEN} to all but staff, {@code UNPROCESSABLE} without a reason. */
    public Uni<Buffer> perform(Visit visit, ResourceKey patient, byte[] body) {
        return gate.passNoting(visit, AccessRequest.on(RestInteraction.OPERATION, patient), (permit, note) -> {
            String reason = reason(ResourceJson.read(Buffer.buffer(body)));
            return access.take(
                            permit.caller(), patient.id(), reason, until -> note.of(disclosed(patient, reason, until)))
                    .map(until -> disclosed(patient, reason, until));
        });
    }

    private static Disclosure<Buffer> disclosed(ResourceKey patient, String reason, Instant until) {
        return Disclosure.of(answer(patient, ResourceJson.instant(until)), Set.of(patient.id()), patient)
                .inEmergency(reason);
    }

    private static String reason(ObjectNode parameters) {
        String reason = "";
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals("reason")) {
                reason = parameter.path("valueString").asText().strip();
            }
        }
        if (reason.isEmpty() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
            throw Failure.at(
                    FailureKind.UNPROCESSABLE,
                    "reason",
                    "a reason is needed, of at most " + LONGEST_REASON + " letters");
        }
        return reason;
    }

    private static Buffer answer(ResourceKey patient, String until) {
        ObjectNode answer = ResourceJson.object();
        answer.put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        parameters
                .addObject()
                .put("name", "patient")
                .putObject("valueReference")
                .put("reference", patient.reference());
        parameters.addObject().put("name", "until").put("valueInstant", until);
        return ResourceJson.write(answer);
    }
}
