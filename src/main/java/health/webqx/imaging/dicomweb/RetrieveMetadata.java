package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.DicomTarget;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** WADO-RS metadata: each instance's attributes, bulk values as addresses of this server (PS3.18 10.4.1.1.2). */
@ApplicationScoped
class RetrieveMetadata {
    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final String base;

    RetrieveMetadata(
            TokenIntake intake,
            Retrieval retrieval,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target) {
        DataSetForm form = Accepted.of(to).dataSets();
        retrieval
                .begin(intake.visit(to), target, ImageAccess.METADATA, (archive, holding) -> archive.metadata(target)
                        .onItem()
                        .invoke(instance -> PatientGuard.require(instance, holding)))
                .subscribe()
                .with(begun -> send(to, begun, new DataSetBody(form)), failure -> FailureMapper.answer(failure, to));
    }

    private void send(RoutingContext to, Retrieval.Begun<DataSet> begun, DataSetBody body) {
        Multi<Buffer> dataSets = Multi.createBy()
                .concatenating()
                .streams(
                        begun.items().map(instance -> body.next(instance, path -> address(instance, path))),
                        Multi.createFrom().item(body::tail));
        body.describe(to.response());
        StreamedAnswer.send(to, dataSets, why -> retrieval.brokenOff(begun, why));
    }

    private Optional<String> address(DataSet instance, List<Integer> path) {
        return Optional.of(base + "/studies/"
                + instance.string(Tag.StudyInstanceUID).orElse("") + "/series/"
                + instance.string(Tag.SeriesInstanceUID).orElse("") + "/instances/"
                + instance.string(Tag.SOPInstanceUID).orElse("") + "/bulkdata/" + steps(path));
    }

    /** A path of tags and item numbers as it stands in an address. */
    private static String steps(List<Integer> path) {
        return IntStream.range(0, path.size())
                .mapToObj(i -> i % 2 == 0 ? Tag.hex(path.get(i)) : String.valueOf(path.get(i)))
                .collect(Collectors.joining("/"));
    }
}
