package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.RetrievedInstance;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** WADO-RS study, series and instance: the instances as Part 10 files (PS3.18 10.4.1.1.1). */
@ApplicationScoped
class RetrieveInstances {
    private static final String DICOM = "application/dicom";

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final OutgoingInstance outgoing;
    private final String base;

    RetrieveInstances(
            TokenIntake intake,
            Retrieval retrieval,
            OutgoingInstance outgoing,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.outgoing = outgoing;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target) {
        answer(to, target, Accepted.of(to).packing(DICOM, target.instance().isPresent()));
    }

    /** Packed in that way, whatever the Accept header says. */
    void answer(RoutingContext to, DicomTarget target, Accepted.Packing packing) {
        Multipart multipart = new Multipart(DICOM);
        retrieval
                .begin(intake.visit(to), target, (archive, holding) -> {
                    Multi<Buffer> parts = Completeness.retrieve(archive, holding, target)
                            .onItem()
                            .transformToMultiAndConcatenate(
                                    instance -> part(instance, target, holding, packing, multipart));
                    return packing.multipart() ? multipart.body(parts) : parts;
                })
                .subscribe()
                .with(
                        begun -> {
                            String type = packing.multipart() ? multipart.contentType() : DICOM;
                            to.response().putHeader("Content-Type", type);
                            StreamedAnswer.send(to, begun.items(), why -> retrieval.brokenOff(begun, why));
                        },
                        failure -> FailureMapper.answer(failure, to));
    }

    private Multi<Buffer> part(
            RetrievedInstance instance,
            DicomTarget target,
            Holding holding,
            Accepted.Packing packing,
            Multipart multipart) {
        return outgoing.of(instance, packing.transferSyntax()).onItem().transformToMulti(leaving -> {
            Multi<Buffer> content = Withheld.guard(instance, leaving.content(), holding);
            String type = DICOM + "; transfer-syntax=" + leaving.syntax().uid().value();
            return packing.multipart() ? multipart.part(type, address(base, target), content) : content;
        });
    }

    /** A target's address on this server. */
    static String address(String base, DicomTarget target) {
        return base + "/studies/" + target.study().value()
                + target.series().map(uid -> "/series/" + uid.value()).orElse("")
                + target.instance().map(uid -> "/instances/" + uid.value()).orElse("");
    }
}
