package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.RetrievedFrame;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * WADO-RS frames: one compressed bit stream each where the client takes its transfer syntax, else native pixels (PS3.18
 * 10.4.1.1.6, 8.7.3).
 */
@ApplicationScoped
class RetrieveFrames {
    private static final String OCTETS = "application/octet-stream";

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final KeptFrames kept;
    private final OutgoingFrame outgoing;
    private final String base;

    RetrieveFrames(
            TokenIntake intake,
            Retrieval retrieval,
            KeptFrames kept,
            OutgoingFrame outgoing,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.kept = kept;
        this.outgoing = outgoing;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target, String list) {
        List<Integer> numbers = numbers(list);
        Accepted.Packing packing = Accepted.of(to).packing(OCTETS, numbers.size() == 1);
        retrieval
                .begin(intake.visit(to), target, (archive, holding) -> kept.frames(archive, holding, target, numbers)
                        .onItem()
                        .invoke(frame -> PatientGuard.require(frame.instance(), holding))
                        .onItem()
                        .transformToUniAndConcatenate(frame -> outgoing.of(frame, packing.transferSyntax())))
                .subscribe()
                .with(begun -> send(to, target, packing, begun), failure -> FailureMapper.answer(failure, to));
    }

    private void send(
            RoutingContext to, DicomTarget target, Accepted.Packing packing, Retrieval.Begun<RetrievedFrame> begun) {
        Multi<Buffer> content;
        if (packing.multipart()) {
            Multipart multipart = new Multipart(OCTETS);
            String frames = RetrieveInstances.address(base, target) + "/frames/";
            to.response().putHeader("Content-Type", multipart.contentType());
            content = multipart.body(begun.items()
                    .onItem()
                    .transformToMultiAndConcatenate(frame -> multipart.part(
                            mediaType(frame),
                            frames + frame.number(),
                            Multi.createFrom().item(frame.content()))));
        } else {
            to.response().putHeader("Content-Type", OCTETS);
            content = begun.items().map(RetrievedFrame::content);
        }
        StreamedAnswer.send(to, content, why -> retrieval.brokenOff(begun, why));
    }

    private static String mediaType(RetrievedFrame frame) {
        return OCTETS + "; transfer-syntax=" + frame.transferSyntax().value();
    }

    /** Frame numbers as they stand in an address. */
    static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : list.split(",", -1)) {
            if (!number.matches("[1-9]\\d{0,8}")) {
                throw Failure.at(FailureKind.MALFORMED, "frames", "not a list of frame numbers from 1 on");
            }
            numbers.add(Integer.valueOf(number));
        }
        return numbers;
    }
}
