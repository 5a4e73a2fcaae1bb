package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.StudyIntake;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * STOW-RS: instances on their way into the archives (PS3.18 10.5). Nothing of a body is read before the caller may bring
 * images; the answer leaves when the studies are catalogued and the access is recorded, study by study.
 */
@ApplicationScoped
class StoreTransaction {
    private final Gate gate;
    private final StudyIntake intake;
    private final StowConfig config;
    private final Vertx vertx;
    private final Semaphore places;
    private final String base;

    StoreTransaction(
            Gate gate,
            StudyIntake intake,
            StowConfig config,
            Vertx vertx,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.gate = gate;
        this.intake = intake;
        this.config = config;
        this.vertx = vertx;
        this.places = new Semaphore(config.atOnce());
        this.base = baseUrl.orElse("") + "/dicomweb";
    }

    /** What became of a request. */
    record Answer(int status, DataSet body) {}

    /**
     * Stores what is in the body.
     *
     * @param study the study that the address names: instances of others fail
     * @param body paused
     */
    Uni<Answer> perform(Visit visit, Optional<Uid> study, HttpServerRequest body, String boundary) {
        AccessRequest request = AccessRequest.stow(study.map(Uid::value));
        return gate.pass(visit, request, permit -> {
            requireRoom(body);
            Storing.Context context = new Storing.Context(visit, permit, study);
            Storing storing = new Storing(context, intake, gate, config, vertx, new StoreOutcome(base));
            return read(body, boundary, storing)
                    .flatMap(read -> catalogued(context, storing))
                    .map(answer -> Disclosure.of(answer, Set.of()))
                    .onTermination()
                    .invoke(places::release);
        });
    }

    private void requireRoom(HttpServerRequest body) {
        String length = body.getHeader("Content-Length");
        if (length != null
                && length.matches("\\d{1,18}")
                && Long.parseLong(length) > config.maxSize().asLongValue()) {
            throw tooLarge();
        }
        if (!places.tryAcquire()) {
            throw Failure.of(FailureKind.UNAVAILABLE, "too many requests to store are worked on");
        }
        if ("100-continue".equalsIgnoreCase(body.getHeader("Expect"))) {
            body.response().writeContinue();
        }
    }

    /** What was stored before a body broke off stays; a body that brought nothing fails. */
    private Uni<Void> read(HttpServerRequest body, String boundary, Storing storing) {
        MultipartReader reader = new MultipartReader(boundary);
        AtomicLong size = new AtomicLong();
        Multi<Buffer> bytes = io.vertx.mutiny.core.http.HttpServerRequest.newInstance(body)
                .toMulti()
                .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate);
        return bytes.invoke(piece -> requireBounded(size.addAndGet(piece.length())))
                .onItem()
                .transformToIterable(reader::read)
                .onItem()
                .transformToUniAndConcatenate(storing::take)
                .collect()
                .asList()
                .replaceWithVoid()
                .ifNoItem()
                .after(config.timeout())
                .failWith(() -> brokenOff("the body did not arrive in time"))
                .invoke(() -> requireComplete(reader, storing))
                .onFailure(failure -> !(failure instanceof Failure))
                .transform(failure -> brokenOff("the body broke off"))
                .onFailure(failure -> storing.outcome().hasStored())
                .recoverWithItem(failure -> {
                    storing.brokenOff();
                    return null;
                })
                .eventually(storing::close);
    }

    private void requireBounded(long size) {
        if (size > config.maxSize().asLongValue()) {
            throw tooLarge();
        }
    }

    private static void requireComplete(MultipartReader reader, Storing storing) {
        if (!reader.isComplete()) {
            throw brokenOff("the last boundary is missing");
        }
        if (storing.outcome().count() == 0) {
            throw Failure.at(FailureKind.MALFORMED, "body", "there is no part in it");
        }
    }

    private Uni<Answer> catalogued(Storing.Context context, Storing storing) {
        Optional<Failure> failure = storing.failure();
        if (failure.isPresent()) {
            return Uni.createFrom().failure(failure.get());
        }
        Optional<Uid> only = storing.touched().size() == 1
                ? storing.touched().keySet().stream().findFirst()
                : context.study();
        return Multi.createFrom()
                .iterable(storing.touched().entrySet())
                .onItem()
                .transformToUniAndConcatenate(study -> catalogued(context, study))
                .collect()
                .asList()
                .map(done ->
                        new Answer(storing.outcome().status(), storing.outcome().body(only)));
    }

    private Uni<Void> catalogued(Storing.Context context, Map.Entry<Uid, PacsConnector> study) {
        AccessRequest part = AccessRequest.stow(Optional.of(study.getKey().value()));
        return intake.catalogued(study.getKey(), study.getValue())
                .flatMap(patients -> gate.recordPart(
                        context.visit(),
                        part,
                        context.permit(),
                        Disclosure.of(study.getKey(), patients, StudyIntake.key(study.getKey()))));
    }

    private Failure tooLarge() {
        return Failure.at(
                FailureKind.TOO_LARGE,
                "body",
                "a request has " + config.maxSize().asLongValue() + " bytes at most");
    }

    private static Failure brokenOff(String why) {
        return Failure.at(FailureKind.MALFORMED, "body", why);
    }
}
