package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.cache.HeldFile;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.FileAnswer;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.BlockingContent;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.RetrievedInstance;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** WADO-RS study, series and instance: the instances as Part 10 files (PS3.18 10.4.1.1.1). */
@ApplicationScoped
class RetrieveInstances {
    private static final String DICOM = "application/dicom";

    private final TokenIntake intake;
    private final Retrieval retrieval;
    private final KeptFiles kept;
    private final OutgoingInstance outgoing;
    private final String base;

    RetrieveInstances(
            TokenIntake intake,
            Retrieval retrieval,
            KeptFiles kept,
            OutgoingInstance outgoing,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.intake = intake;
        this.retrieval = retrieval;
        this.kept = kept;
        this.outgoing = outgoing;
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    void answer(RoutingContext to, DicomTarget target) {
        answer(to, target, Accepted.of(to).packing(DICOM, target.instance().isPresent()));
    }

    /** Packed in that way, whatever the Accept header says. */
    void answer(RoutingContext to, DicomTarget target, Accepted.Packing packing) {
        Answer answer = new Answer(to, target, packing, new Multipart(DICOM));
        retrieval
                .begin(intake.visit(to), target, new Source(answer))
                .subscribe()
                .with(begun -> send(answer, begun), failure -> FailureMapper.answer(failure, to));
    }

    /** An answer that is to be made. */
    private record Answer(RoutingContext to, DicomTarget target, Accepted.Packing packing, Multipart multipart) {}

    /** A file that is kept, or the archive. */
    private final class Source implements Retrieval.Source<Outgoing> {
        private final Answer answer;

        Source(Answer answer) {
            this.answer = answer;
        }

        @Override
        public Optional<Multi<Outgoing>> atHand(PacsConnector archive, Holding holding) {
            return kept.find(archive, holding, answer.target()).map(file -> kept(file, holding, answer));
        }

        @Override
        public Multi<Outgoing> from(PacsConnector archive, Holding holding) {
            return packed(kept.retrieve(archive, holding, answer.target()), holding, answer);
        }

        @Override
        public void unread(Outgoing first) {
            if (first instanceof Outgoing.Piece piece) {
                Passing.letGo(piece.bytes());
            }
        }
    }

    /** What goes out one after the other. */
    private sealed interface Outgoing {
        /** Some bytes. */
        record Piece(Buffer bytes) implements Outgoing {}

        /** An instance as a whole, by itself; its file stays until what it came in is cancelled. */
        record Whole(HeldFile file, TransferSyntax syntax, Optional<Buffer> bytes) implements Outgoing {}
    }

    private Multi<Outgoing> kept(HeldFile file, Holding holding, Answer answer) {
        return file.description()
                .onItem()
                .transformToMulti(known -> {
                    DicomFile dicom = known.file();
                    PatientGuard.require(dicom.dataSet(), holding);
                    TransferSyntax stored = dicom.transferSyntax();
                    return OutgoingInstance.leavesAsStored(
                                            stored, answer.packing().transferSyntax())
                                    && FileAnswer.suits(answer.to().request())
                            ? Multi.createBy()
                                    .concatenating()
                                    .streams(
                                            Multi.createFrom().item(new Outgoing.Whole(file, stored, known.whole())),
                                            Multi.createFrom().nothing())
                            : packed(Multi.createFrom().item(opened(file, known, answer.target())), holding, answer);
                })
                .onTermination()
                .invoke(file::release);
    }

    private static RetrievedInstance opened(HeldFile file, HeldFile.Description known, DicomTarget target) {
        return new RetrievedInstance(
                target.instance().orElseThrow(),
                known.file().transferSyntax().uid(),
                OptionalLong.of(file.size()),
                Optional.of(known.file().dataSet()),
                known.whole()
                        .map(bytes -> Multi.createFrom().item(bytes))
                        .orElseGet(() -> BlockingContent.of(() -> Files.newInputStream(file.path()))));
    }

    private Multi<Outgoing> packed(Multi<RetrievedInstance> instances, Holding holding, Answer answer) {
        Multi<Buffer> parts =
                instances.onItem().transformToMultiAndConcatenate(instance -> part(instance, holding, answer));
        return (answer.packing().multipart() ? answer.multipart().body(parts) : parts).map(Outgoing.Piece::new);
    }

    private Multi<Buffer> part(RetrievedInstance instance, Holding holding, Answer answer) {
        return outgoing.of(instance, answer.packing().transferSyntax()).onItem().transformToMulti(leaving -> {
            Multi<Buffer> content = Withheld.guard(instance, leaving.content(), holding);
            return answer.packing().multipart()
                    ? answer.multipart().part(type(leaving.syntax()), address(base, answer.target()), content)
                    : content;
        });
    }

    private static String type(TransferSyntax syntax) {
        return DICOM + "; transfer-syntax=" + syntax.uid().value();
    }

    private void send(Answer answer, Retrieval.Begun<Outgoing> begun) {
        boolean packed = answer.packing().multipart();
        String type = packed ? answer.multipart().contentType() : DICOM;
        answer.to().response().putHeader(HttpHeaders.CONTENT_TYPE, type);
        Consumer<String> brokenOff = why -> retrieval.brokenOff(begun, why);
        if (begun.first().orElse(null) instanceof Outgoing.Whole whole) {
            send(answer, whole, () -> letGo(begun.items()), brokenOff);
        } else {
            StreamedAnswer.send(answer.to(), begun.items().map(RetrieveInstances::bytes), brokenOff);
        }
    }

    private void send(Answer answer, Outgoing.Whole whole, Runnable done, Consumer<String> brokenOff) {
        boolean packed = answer.packing().multipart();
        Buffer before = packed
                ? answer.multipart().head(type(whole.syntax()), address(base, answer.target()))
                : Buffer.buffer();
        Buffer behind = packed ? answer.multipart().end() : Buffer.buffer();
        if (whole.bytes().isPresent()) {
            done.run();
            send(answer.to(), before.appendBuffer(whole.bytes().get()).appendBuffer(behind));
        } else {
            FileAnswer.send(
                    answer.to(), before, whole.file().path(), whole.file().size(), behind, done, brokenOff);
        }
    }

    private static void send(RoutingContext to, Buffer body) {
        to.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
        if (to.request().method().equals(HttpMethod.HEAD)) {
            to.response().end();
        } else {
            to.response().end(body);
        }
    }

    private static void letGo(Multi<Outgoing> items) {
        items.subscribe().with(item -> {}, failure -> {}).cancel();
    }

    private static Buffer bytes(Outgoing outgoing) {
        if (outgoing instanceof Outgoing.Piece piece) {
            return piece.bytes();
        }
        throw new IllegalStateException("a whole instance goes out by itself");
    }

    /** A target's address on this server. */
    static String address(String base, DicomTarget target) {
        return base + "/studies/" + target.study().value()
                + target.series().map(uid -> "/series/" + uid.value()).orElse("")
                + target.instance().map(uid -> "/instances/" + uid.value()).orElse("");
    }
}
