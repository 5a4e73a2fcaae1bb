package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.pacs.SpooledFile;
import health.webqx.imaging.pacs.StoredFrames;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * WADO-RS pixel data of every instance of a target (PS3.18 10.4.1.1.7): native pixels as one part for each instance, frames
 * that are compressed as a part each.
 */
@ApplicationScoped
class RetrievePixels {
    private static final String OCTETS = "application/octet-stream";

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final OutgoingFrame outgoing;
    private final Vertx vertx;
    private final String base;

    RetrievePixels(
            TokenIntake intake,
            Retrieval retrieval,
            OutgoingFrame outgoing,
            Vertx vertx,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.outgoing = outgoing;
        this.vertx = vertx;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target) {
        Accepted.Packing packing = Accepted.of(to).packing(OCTETS, false);
        Multipart multipart = new Multipart(OCTETS);
        retrieval
                .begin(intake.visit(to), target, (archive, holding) -> Completeness.retrieve(archive, holding, target)
                        .onItem()
                        .transformToMultiAndConcatenate(
                                instance -> parts(instance, target, holding, packing.transferSyntax(), multipart))
                        .onCompletion()
                        .ifEmpty()
                        .failWith(() -> Failure.of(FailureKind.NOT_FOUND, "there are no pixels in it")))
                .subscribe()
                .with(
                        begun -> {
                            to.response().putHeader("Content-Type", multipart.contentType());
                            StreamedAnswer.send(
                                    to, multipart.body(begun.items()), why -> retrieval.brokenOff(begun, why));
                        },
                        failure -> FailureMapper.answer(failure, to));
    }

    private Multi<Buffer> parts(
            RetrievedInstance instance,
            DicomTarget target,
            Holding holding,
            Optional<String> syntax,
            Multipart multipart) {
        return SpooledFile.use(vertx, Withheld.guard(instance, instance.content(), holding), file -> {
            if (!file.hasPixelData()) {
                return Multi.createFrom().empty();
            }
            String address = address(file, target);
            return file.transferSyntax().encapsulated()
                    ? frames(file, syntax)
                            .onItem()
                            .transformToMultiAndConcatenate(frame -> multipart.part(
                                    type(frame.transferSyntax().value()),
                                    address + "/frames/" + frame.number(),
                                    Multi.createFrom().item(frame.content())))
                    : whole(file, syntax, multipart, address);
        });
    }

    private Multi<RetrievedFrame> frames(DicomFile file, Optional<String> syntax) {
        List<Integer> all = IntStream.rangeClosed(1, file.frameCount()).boxed().toList();
        return StoredFrames.of(file, all).onItem().transformToUniAndConcatenate(frame -> outgoing.of(frame, syntax));
    }

    private static Multi<Buffer> whole(DicomFile file, Optional<String> syntax, Multipart multipart, String address) {
        String plain = health.webqx.imaging.dicom.TransferSyntax.EXPLICIT_LITTLE_ENDIAN
                .uid()
                .value();
        if (syntax.filter(uid -> !uid.equals("*") && !uid.equals(plain)).isPresent()) {
            throw Failure.at(FailureKind.NOT_ACCEPTABLE, "Accept", "available with transfer-syntax=" + plain);
        }
        return multipart.part(
                type(plain), address + "/bulkdata/7FE00010", StoredFrames.bulk(file, List.of(Tag.PixelData)));
    }

    private String address(DicomFile file, DicomTarget target) {
        return RetrieveInstances.address(base, DicomTarget.study(target.study()))
                + "/series/" + file.dataSet().string(Tag.SeriesInstanceUID).orElse("")
                + "/instances/" + file.dataSet().string(Tag.SOPInstanceUID).orElse("");
    }

    private static String type(String syntax) {
        return OCTETS + "; transfer-syntax=" + syntax;
    }
}
