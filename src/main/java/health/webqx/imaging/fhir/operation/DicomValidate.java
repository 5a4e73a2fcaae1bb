package health.webqx.imaging.fhir.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.dicom.validate.DicomValidator;
import health.webqx.imaging.dicom.validate.Severity;
import health.webqx.imaging.dicom.validate.Violation;
import health.webqx.imaging.resource.ResourceJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells what the standard has against a DICOM file at hand ({@code $dicom-validate}). */
@ApplicationScoped
public class DicomValidate {
    private final Uploads uploads;

    DicomValidate(Uploads uploads) {
        this.uploads = uploads;
    }

    /** An OperationOutcome with an issue for each violation, its attribute as expression; one that says so if there is none. */
    public Uni<Buffer> perform(Visit visit, HttpServerRequest body) {
        return uploads.work(
                visit, body, path -> ResourceJson.write(outcome(DicomValidator.validate(UploadedFile.read(path)))));
    }

    private static ObjectNode outcome(List<Violation> violations) {
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        for (Violation violation : violations) {
            ObjectNode issue = issues.addObject();
            issue.put("severity", violation.severity() == Severity.ERROR ? "error" : "warning");
            issue.put("code", "invalid");
            issue.put("diagnostics", diagnostics(violation));
            if (!violation.path().isEmpty()) {
                issue.putArray("expression").add(violation.path());
            }
        }
        if (violations.isEmpty()) {
            issues.addObject()
                    .put("severity", "information")
                    .put("code", "informational")
                    .put("diagnostics", "nothing in the file breaks a rule that is checked here");
        }
        return outcome;
    }

    private static String diagnostics(Violation violation) {
        return violation.rule().isEmpty() ? violation.message() : violation.message() + " (" + violation.rule() + ")";
    }
}
