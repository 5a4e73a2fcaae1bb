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
import health.webqx.imaging.store.ChainVerification;
import health.webqx.imaging.store.ChainVerification.Report;
import health.webqx.imaging.store.Reach.Visibility;
import health.webqx.imaging.store.chain.Break;
import health.webqx.imaging.store.chain.ChainWalk;
import health.webqx.imaging.store.chain.Checkpoint;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Our operation {@code $verify} on AuditEvent: whether every event is there that was stored, as it was stored (decision record
 * 012). For those who may see all events, which is {@code system/} scopes alone.
 */
@ApplicationScoped
public class VerifyAudit {
    private static final Set<String> PARAMETERS = Set.of("number", "hash");

    private final Gate gate;
    private final ChainVerification verification;

    VerifyAudit(Gate gate, ChainVerification verification) {
        this.gate = gate;
        this.verification = verification;
    }

    /** A Parameters that says whether and, if not, where first; {@code FORBIDDEN} to who may not see all events. */
    public Uni<Buffer> perform(Visit visit, OperationInput input, boolean strict) {
        Optional<Checkpoint> checkpoint = checkpoint(input.requireKnown(PARAMETERS, strict));
        return gate.pass(visit, AccessRequest.onAny(RestInteraction.OPERATION, "AuditEvent"), permit -> {
            requireAll(permit);
            return verification.verify(checkpoint).map(report -> Disclosure.of(answer(report), Set.of()));
        });
    }

    /** Lets those pass who may see every AuditEvent; {@code FORBIDDEN} for others. */
    static void requireAll(Permit permit) {
        if (!permit.reach().of("AuditEvent").equals(Visibility.ALL)) {
            throw Failure.of(FailureKind.FORBIDDEN, "this is for those who may see every AuditEvent");
        }
    }

    private static Optional<Checkpoint> checkpoint(OperationInput input) {
        Optional<Long> number = input.number("number");
        Optional<String> hash = input.one("hash");
        if (number.isPresent() != hash.isPresent()
                || !hash.map(text -> text.matches("[0-9a-fA-F]{64}")).orElse(true)) {
            throw Failure.at(
                    FailureKind.INVALID, "hash", "a checkpoint is number and hash of an earlier answer's head");
        }
        return number.map(known -> new Checkpoint(known, hash.orElseThrow().toLowerCase(Locale.ROOT)));
    }

    private static Buffer answer(Report report) {
        ObjectNode answer = ResourceJson.object();
        answer.put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        parameters
                .addObject()
                .put("name", "valid")
                .put("valueBoolean", report.broken().isEmpty());
        count(parameters, "links", report.links());
        count(parameters, "events", report.events());
        count(parameters, "unchained", report.unchained());
        count(parameters, "purged", report.purged());
        report.head().ifPresent(head -> {
            ArrayNode parts = parameters.addObject().put("name", "head").putArray("part");
            count(parts, "number", head.number());
            parts.addObject().put("name", "hash").put("valueString", ChainWalk.hex(head.hash()));
        });
        report.broken().ifPresent(broken -> {
            ArrayNode parts = parameters.addObject().put("name", "broken").putArray("part");
            count(parts, "link", broken.link());
            parts.addObject().put("name", "place").put("valueString", broken.place());
            parts.addObject().put("name", "what").put("valueString", broken.what());
        });
        parameters.addObject().put("name", "outcome").set("resource", outcome(report));
        return ResourceJson.write(answer);
    }

    private static void count(ArrayNode parameters, String name, long count) {
        parameters.addObject().put("name", name).put("valueDecimal", count);
    }

    private static ObjectNode outcome(Report report) {
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        report.broken().ifPresent(broken -> issue(issues, "error", "security", told(broken)));
        if (report.unchained() > 0) {
            issue(issues, "warning", "incomplete", report.unchained() + " events are older than the chain");
        }
        if (issues.isEmpty()) {
            issue(issues, "information", "informational", "every event is there as it was stored");
        }
        return outcome;
    }

    private static String told(Break broken) {
        return "link " + broken.link() + ", " + broken.place() + ": " + broken.what();
    }

    private static void issue(ArrayNode issues, String severity, String code, String text) {
        issues.addObject().put("severity", severity).put("code", code).put("diagnostics", text);
    }
}
