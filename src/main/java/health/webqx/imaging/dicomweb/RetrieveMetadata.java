package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** WADO-RS metadata: each instance's attributes, bulk values as addresses of this server (PS3.18 10.4.1.1.2). */
@ApplicationScoped
class RetrieveMetadata {
    private static final Buffer KNOWN = Buffer.buffer();

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final KeptMetadata kept;
    private final String base;

    RetrieveMetadata(
            TokenIntake intake,
            Retrieval retrieval,
            KeptMetadata kept,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.kept = kept;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target) {
        DataSetBody body = new DataSetBody(Accepted.of(to).dataSets());
        retrieval
                .begin(intake.visit(to), target, ImageAccess.METADATA, new Source(to, target, body))
                .subscribe()
                .with(begun -> send(to, begun, body), failure -> FailureMapper.answer(failure, to));
    }

    /** What the client has, what is kept, or the archive. */
    private final class Source implements Retrieval.Source<Buffer> {
        private final RoutingContext to;
        private final DicomTarget target;
        private final DataSetBody body;

        Source(RoutingContext to, DicomTarget target, DataSetBody body) {
            this.to = to;
            this.target = target;
            this.body = body;
        }

        @Override
        public Optional<Multi<Buffer>> atHand(PacsConnector archive, Holding holding) {
            if (Validator.isKnown(to.request(), holding)) {
                return Optional.of(Multi.createFrom().item(KNOWN));
            }
            return KeptMetadata.isFor(holding, body) ? kept.atHand(archive, holding, target) : Optional.empty();
        }

        @Override
        public Multi<Buffer> from(PacsConnector archive, Holding holding) {
            return content(archive, holding, target, body);
        }
    }

    private Multi<Buffer> content(PacsConnector archive, Holding holding, DicomTarget target, DataSetBody body) {
        if (KeptMetadata.isFor(holding, body)) {
            return kept.compressed(archive, holding, target, this::address);
        }
        return Multi.createBy()
                .concatenating()
                .streams(
                        archive.metadata(target)
                                .onItem()
                                .invoke(instance -> PatientGuard.require(instance, holding))
                                .map(instance -> body.next(instance, path -> address(instance, path))),
                        Multi.createFrom().item(body::tail));
    }

    private void send(RoutingContext to, Retrieval.Begun<Buffer> begun, DataSetBody body) {
        Validator.mark(to.request(), begun.holding(), to.response());
        Consumer<String> brokenOff = why -> retrieval.brokenOff(begun, why);
        if (Validator.isKnown(to.request(), begun.holding())) {
            begun.items().subscribe().with(nothing -> {});
            to.response().setStatusCode(304).end();
        } else if (KeptMetadata.isFor(begun.holding(), body)) {
            begun.items()
                    .collect()
                    .last()
                    .subscribe()
                    .with(
                            compressed -> KeptMetadata.send(to, compressed, brokenOff),
                            failure -> FailureMapper.answer(failure, to));
        } else {
            body.describe(to.response());
            StreamedAnswer.send(to, begun.items(), brokenOff);
        }
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
