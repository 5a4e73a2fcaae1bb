package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.StudyIntake;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.IncomingInstance;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.Worker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One STOW request under way: its parts come one after the other, each is laid down, looked at, and given to its archive,
 * before the next is read. An instance is stored as a whole or not at all, whatever becomes of the others.
 */
final class Storing {
    private static final List<String> DICOM = List.of("application/dicom", "application/octet-stream");

    /** What a request brings along. */
    record Context(Visit visit, Permit permit, Optional<Uid> study) {}

    private final Context context;
    private final StudyIntake intake;
    private final Gate gate;
    private final StowConfig config;
    private final Vertx vertx;
    private final StoreOutcome outcome;
    private final Map<Uid, Begun> begun = new LinkedHashMap<>();
    private final Map<String, Failure> unavailable = new HashMap<>();
    /** The first time that an archive failed. */
    private Optional<Failure> fault = Optional.empty();

    private final Set<Uid> refusedStudies = new HashSet<>();
    private Optional<PartFile> part = Optional.empty();
    private Optional<StoreOutcome.Reason> refusal = Optional.empty();
    private int ofOtherTypes;

    Storing(Context context, StudyIntake intake, Gate gate, StowConfig config, Vertx vertx, StoreOutcome outcome) {
        this.context = context;
        this.intake = intake;
        this.gate = gate;
        this.config = config;
        this.vertx = vertx;
        this.outcome = outcome;
    }

    /** Takes the next piece of the body; done when the next may come. Fails only where the request cannot go on. */
    Uni<Void> take(MultipartReader.Piece piece) {
        if (piece instanceof MultipartReader.Piece.Begin begin) {
            return begin(begin.headers());
        } else if (piece instanceof MultipartReader.Piece.Content content) {
            return more(content);
        }
        return end();
    }

    StoreOutcome outcome() {
        return outcome;
    }

    /** The studies that gained instances, and where. */
    Map<Uid, PacsConnector> touched() {
        Map<Uid, PacsConnector> touched = new LinkedHashMap<>();
        begun.forEach((study, where) -> touched.put(study, where.archive()));
        return touched;
    }

    /** A study that has gained an instance in this request, and may not be catalogued yet. */
    private record Begun(PacsConnector archive, String patientId) {}

    /** Why nothing could be stored at all, where that was an archive's fault or the parts were of other types. */
    Optional<Failure> failure() {
        if (outcome.hasStored()) {
            return Optional.empty();
        } else if (ofOtherTypes > 0 && ofOtherTypes == outcome.count()) {
            return Optional.of(
                    Failure.at(FailureKind.UNSUPPORTED_MEDIA_TYPE, "Content-Type", "parts are application/dicom"));
        }
        return fault;
    }

    /** Notes that the body did not go on as it should have. */
    void brokenOff() {
        outcome.failed(Optional.empty(), Optional.empty(), StoreOutcome.Reason.CANNOT_UNDERSTAND);
    }

    /** Lets go of a part that was not finished; never fails. */
    Uni<Void> close() {
        Uni<Void> discarded =
                part.map(PartFile::discard).orElseGet(() -> Uni.createFrom().voidItem());
        part = Optional.empty();
        return discarded;
    }

    private Uni<Void> begin(Map<String, String> headers) {
        if (outcome.count() >= config.maxInstances()) {
            throw Failure.at(
                    FailureKind.TOO_LARGE, "body", "a request has " + config.maxInstances() + " instances at most");
        }
        String type = headers.getOrDefault("content-type", "application/dicom");
        boolean dicom = DICOM.contains(type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT));
        refusal = dicom ? Optional.empty() : Optional.of(StoreOutcome.Reason.CANNOT_UNDERSTAND);
        ofOtherTypes += dicom ? 0 : 1;
        return dicom
                ? PartFile.open(vertx)
                        .invoke(opened -> part = Optional.of(opened))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> more(MultipartReader.Piece.Content content) {
        if (part.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        long size = part.get().size() + content.bytes().length();
        if (size > config.maxInstanceSize().asLongValue()) {
            refusal = Optional.of(StoreOutcome.Reason.OUT_OF_RESOURCES);
            return close();
        }
        return part.get().write(content.bytes());
    }

    private Uni<Void> end() {
        if (part.isEmpty()) {
            outcome.failed(Optional.empty(), Optional.empty(), refusal.orElse(StoreOutcome.Reason.CANNOT_UNDERSTAND));
            return Uni.createFrom().voidItem();
        }
        PartFile whole = part.get();
        return whole.close()
                .chain(() -> Worker.run(() -> ReceivedInstance.read(whole.path())))
                .flatMap(this::store)
                .eventually(this::close);
    }

    private Uni<Void> store(ReceivedInstance received) {
        Optional<StoreOutcome.Reason> reason = received.refusal().or(() -> isElsewhere(received));
        if (reason.isPresent()) {
            outcome.failed(received.sopClass(), received.sopInstance(), reason.get());
            return Uni.createFrom().voidItem();
        }
        Uid study = received.target().study();
        return target(received)
                .flatMap(archive -> give(archive, received).invoke(() -> {
                    begun.put(study, new Begun(archive, patientId(received)));
                    outcome.stored(received.sopClass().orElseThrow(), received.target());
                }))
                .onFailure(Failure.class)
                .recoverWithUni(failure -> failed(received, failure));
    }

    private Optional<StoreOutcome.Reason> isElsewhere(ReceivedInstance received) {
        boolean elsewhere = context.study().isPresent()
                && !received.attributes().uid(Tag.StudyInstanceUID).equals(context.study());
        return elsewhere ? Optional.of(StoreOutcome.Reason.PROCESSING_FAILURE) : Optional.empty();
    }

    /** Each instance is decided upon: what is of the same study may say to be of another patient. */
    private Uni<PacsConnector> target(ReceivedInstance received) {
        Optional<Begun> earlier =
                Optional.ofNullable(begun.get(received.target().study()));
        if (earlier.filter(each -> !each.patientId().equals(patientId(received)))
                .isPresent()) {
            return Uni.createFrom()
                    .failure(Failure.of(FailureKind.FORBIDDEN, "the study was begun as another patient's"));
        }
        return intake.admit(
                received.attributes(),
                earlier.map(Begun::archive),
                context.permit().reach());
    }

    private static String patientId(ReceivedInstance received) {
        return received.attributes().string(Tag.PatientID).orElse("").strip();
    }

    /** An archive that did not answer is not waited for again in this request. */
    private Uni<Void> give(PacsConnector archive, ReceivedInstance received) {
        Optional<Failure> earlier = Optional.ofNullable(unavailable.get(archive.name()));
        if (earlier.isPresent()) {
            return Uni.createFrom().failure(earlier.get());
        }
        return archive.store(new IncomingInstance(received.target(), received.file(), received.size()))
                .onFailure(Failure.class)
                .invoke(failure -> note(archive, failure));
    }

    private void note(PacsConnector archive, Failure failure) {
        if (failure.kind().status() >= FailureKind.INTERNAL.status()) {
            fault = fault.or(() -> Optional.of(failure));
        }
        if (failure.kind() == FailureKind.UNAVAILABLE || failure.kind() == FailureKind.GATEWAY_TIMEOUT) {
            unavailable.put(archive.name(), failure);
        }
    }

    /** What was refused is recorded, once for each study. */
    private Uni<Void> failed(ReceivedInstance received, Failure failure) {
        outcome.failed(received.sopClass(), received.sopInstance(), StoreOutcome.Reason.of(failure));
        Uid study = received.target().study();
        if (!refusedStudies.add(study)) {
            return Uni.createFrom().voidItem();
        }
        return gate.recordPartFailed(
                context.visit(), AccessRequest.stow(Optional.of(study.value())), context.permit(), failure);
    }
}
