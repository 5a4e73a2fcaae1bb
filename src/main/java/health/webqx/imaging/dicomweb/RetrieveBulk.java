package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.DicomTarget;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** WADO-RS bulk data: the value that a BulkDataURI of ours stands for (PS3.18 10.4.1.1.5). */
@ApplicationScoped
class RetrieveBulk {
    private static final String OCTETS = "application/octet-stream";

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final Vertx vertx;

    RetrieveBulk(TokenIntake intake, Retrieval retrieval, Vertx vertx) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.vertx = vertx;
    }

    void answer(RoutingContext to, DicomTarget target, String path) {
        List<Integer> steps = steps(path);
        Accepted accepted = Accepted.of(to);
        Optional<ByteRange> range = range(to).filter(asked -> accepted.takesBare(OCTETS));
        Accepted.Packing packing =
                range.isPresent() ? new Accepted.Packing(false, Optional.empty()) : accepted.packing(OCTETS, true);
        retrieval
                .begin(
                        intake.visit(to),
                        target,
                        (archive, holding) ->
                                archive.bulk(target, steps, instance -> PatientGuard.require(instance, holding)))
                .subscribe()
                .with(
                        begun -> {
                            if (range.isPresent()) {
                                sendRange(to, range.get(), begun);
                            } else {
                                send(to, packing, begun);
                            }
                        },
                        failure -> FailureMapper.answer(failure, to));
    }

    private void send(RoutingContext to, Accepted.Packing packing, Retrieval.Begun<Buffer> begun) {
        Multi<Buffer> content = begun.items();
        String type = OCTETS;
        if (packing.multipart()) {
            Multipart multipart = new Multipart(OCTETS);
            type = multipart.contentType();
            content = multipart.body(multipart.part(OCTETS, to.request().absoluteURI(), content));
        }
        to.response().putHeader("Content-Type", type).putHeader("Accept-Ranges", "bytes");
        StreamedAnswer.send(to, content, why -> retrieval.brokenOff(begun, why));
    }

    /** A value has no validator, so what a client has of it is never known to be of the same one. */
    private static Optional<ByteRange> range(RoutingContext to) {
        String header = to.request().getHeader("Range");
        boolean conditional = to.request().headers().contains("If-Range");
        return header == null || conditional ? Optional.empty() : ByteRange.of(header);
    }

    /** Laid down first: how long a value is shows at its end. */
    private void sendRange(RoutingContext to, ByteRange range, Retrieval.Begun<Buffer> begun) {
        PartFile.open(vertx)
                .flatMap(file -> begun.items()
                        .onItem()
                        .transformToUniAndConcatenate(file::write)
                        .collect()
                        .asList()
                        .chain(file::close)
                        .map(done -> new Laid(file, slice(to, range, file.size())))
                        .onFailure()
                        .call(file::discard))
                .subscribe()
                .with(laid -> send(to, laid, begun), failure -> FailureMapper.answer(failure, to));
    }

    private record Laid(PartFile file, ByteRange.Slice slice) {}

    private static ByteRange.Slice slice(RoutingContext to, ByteRange range, long length) {
        to.response().putHeader("Accept-Ranges", "bytes").putHeader("Content-Range", "bytes */" + length);
        ByteRange.Slice slice = range.of(length);
        to.response()
                .putHeader(
                        "Content-Range",
                        "bytes " + slice.from() + "-" + (slice.from() + slice.count() - 1) + "/" + length);
        return slice;
    }

    private void send(RoutingContext to, Laid laid, Retrieval.Begun<Buffer> begun) {
        to.response()
                .setStatusCode(206)
                .putHeader("Content-Type", OCTETS)
                .putHeader("Content-Length", Long.toString(laid.slice().count()));
        Multi<Buffer> content = BlockingContent.of(() -> laid.file().open(laid.slice()))
                .onTermination()
                .call(() -> laid.file().discard());
        StreamedAnswer.send(to, content, why -> retrieval.brokenOff(begun, why));
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
