package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** WADO-RS bulk data: the value that a BulkDataURI of ours stands for (PS3.18 10.4.1.1.5). */
@ApplicationScoped
class RetrieveBulk {
    private static final String OCTETS = "application/octet-stream";

    private final TokenIntake intake;
    private final Retrieval retrieval;

    RetrieveBulk(TokenIntake intake, Retrieval retrieval) {
        this.intake = intake;
        this.retrieval = retrieval;
    }

    void answer(RoutingContext to, DicomTarget target, String path) {
        List<Integer> steps = steps(path);
        Accepted.Packing packing = Accepted.of(to).packing(OCTETS, true);
        retrieval
                .begin(
                        intake.visit(to),
                        target,
                        (archive, holding) ->
                                archive.bulk(target, steps, instance -> PatientGuard.require(instance, holding)))
                .subscribe()
                .with(begun -> send(to, packing, begun), failure -> FailureMapper.answer(failure, to));
    }

    private void send(RoutingContext to, Accepted.Packing packing, Retrieval.Begun<Buffer> begun) {
        Multi<Buffer> content = begun.items();
        String type = OCTETS;
        if (packing.multipart()) {
            Multipart multipart = new Multipart(OCTETS);
            type = multipart.contentType();
            content = multipart.body(multipart.part(OCTETS, to.request().absoluteURI(), content));
        }
        to.response().putHeader("Content-Type", type);
        StreamedAnswer.send(to.response(), content, why -> retrieval.brokenOff(begun, why));
    }

    private static List<Integer> steps(String path) {
        List<Integer> steps = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            boolean tag = steps.size() % 2 == 0;
            if (!step.matches(tag ? "[0-9A-Fa-f]{8}" : "\\d{1,6}")) {
                throw Failure.at(FailureKind.MALFORMED, "bulkdata", "not a path of tags and item numbers");
            }
            steps.add((int) Long.parseLong(step, tag ? 16 : 10));
        }
        return steps;
    }
}
