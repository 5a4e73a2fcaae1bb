package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.Recollection;
import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.Catalogue;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What every WADO-RS transaction has in common: the study is found and decided upon as its ImagingStudy, the archives that
 * hold it are asked one after the other until one begins to answer, and the access is recorded before the first byte.
 */
@ApplicationScoped
class Retrieval {
    private final Gate gate;
    private final Catalogue catalogue;
    private final DeidentifiedStudies deidentified;

    Retrieval(Gate gate, Catalogue catalogue, DeidentifiedStudies deidentified) {
        this.gate = gate;
        this.catalogue = catalogue;
        this.deidentified = deidentified;
    }

    /**
     * A retrieval that was permitted, recorded and has begun.
     *
     * @param stream what to send
     */
    record Begun<T>(Visit visit, AccessRequest request, Permit permit, Holding holding, BegunStream<T> stream) {
        /** The first of the items, while they were not read; absent where there is none. */
        Optional<T> first() {
            return stream.first();
        }

        /** What to send, the first included; read once. */
        Multi<T> items() {
            return stream.all();
        }
    }

    /**
     * From where it comes.
     *
     * @param <T> what is sent, piece by piece
     */
    @FunctionalInterface
    interface Source<T> {
        /** From an archive that holds the study, where it is not at hand. */
        Multi<T> from(PacsConnector archive, Holding holding);

        /** What came from that archive before and can be had again without asking it; absent where that is not so. */
        default Optional<Multi<T>> atHand(PacsConnector archive, Holding holding) {
            return Optional.empty();
        }

        /** What came first is not sent: the access was refused or could not be recorded. */
        default void unread(T first) {}
    }

    /** Begins to retrieve DICOM; nothing has been sent when it fails. */
    <T> Uni<Begun<T>> begin(Visit visit, DicomTarget target, Source<T> source) {
        return begin(visit, target, ImageAccess.DICOM, source);
    }

    /** Begins to retrieve so much of a study; nothing has been sent when it fails. */
    <T> Uni<Begun<T>> begin(Visit visit, DicomTarget target, ImageAccess access, Source<T> source) {
        AccessRequest request =
                AccessRequest.wado(target.study().value(), access).orDeidentified();
        AtomicReference<@Nullable BegunStream<T>> open = new AtomicReference<>();
        Opening<T> opening = new Opening<>(visit, target, request, source, open);
        return gate.passRecalling(
                        visit, request, permit -> recalled(opening, permit), permit -> retrieved(opening, permit))
                .onFailure()
                .invoke(failure -> close(opening));
    }

    private record Opening<T>(
            Visit visit,
            DicomTarget target,
            AccessRequest request,
            Source<T> source,
            AtomicReference<@Nullable BegunStream<T>> open) {
        Disclosure<Begun<T>> disclosure(Permit permit, Holding holding, BegunStream<T> stream) {
            return Disclosure.of(
                    new Begun<>(visit, request, permit, holding, stream), holding.patients(), holding.key());
        }
    }

    /** What is at hand of the archive that would be asked first. */
    private <T> Optional<Recollection<Begun<T>>> recalled(Opening<T> opening, Permit permit) {
        return permit.deidentified()
                ? Optional.empty()
                : catalogue
                        .recall(opening.target().study(), permit.reach())
                        .flatMap(known -> known.holding().archives().stream()
                                .findFirst()
                                .flatMap(archive -> opening.source().atHand(archive, known.holding()))
                                .map(stream -> new Recollection<>(
                                        BegunStream.of(stream)
                                                .invoke(opening.open()::set)
                                                .map(begun -> opening.disclosure(permit, known.holding(), begun)),
                                        known.provided())));
    }

    private <T> Uni<Disclosure<Begun<T>>> retrieved(Opening<T> opening, Permit permit) {
        close(opening);
        return holding(opening.target().study(), permit)
                .flatMap(holding -> first(holding, opening.target(), permit, opening.source())
                        .invoke(opening.open()::set)
                        .map(stream -> opening.disclosure(permit, holding, stream)));
    }

    /** All that is retrieved comes by it: of a de-identified holding nothing else can. */
    private Uni<Holding> holding(Uid study, Permit permit) {
        return permit.deidentified() ? deidentified.get(study, permit) : catalogue.get(study, permit.reach());
    }

    /** Records that not all of it was sent, and has the catalogue look whether it is right. */
    void brokenOff(Begun<?> begun, String why) {
        if (why.equals(StreamedAnswer.SOURCE_FAILED) && !begun.permit().deidentified()) {
            catalogue.compare(begun.holding());
        }
        gate.recordBrokenOff(
                        begun.visit(),
                        begun.request(),
                        begun.permit(),
                        begun.holding().patients(),
                        why)
                .subscribe()
                .with(recorded -> {}, failure -> {});
    }

    /** A study that has moved is looked for once more where it was not known to be; not in pseudonyms, which no archive knows. */
    private <T> Uni<BegunStream<T>> first(Holding holding, DicomTarget target, Permit permit, Source<T> source) {
        Failover<T> failover = new Failover<>(
                archive -> source.atHand(archive, holding).orElseGet(() -> source.from(archive, holding)));
        return failover.among(holding.archives())
                .onFailure(failure -> !permit.deidentified()
                        && failover.isNowhere(failure)
                        && Completeness.isCatalogued(holding, target))
                .recoverWithUni(() -> catalogue
                        .findAgain(holding, permit.reach())
                        .flatMap(found -> failover.among(found.archives())));
    }

    private static <T> void close(Opening<T> opening) {
        BegunStream<T> stream = opening.open().getAndSet(null);
        if (stream != null) {
            stream.cancel();
            stream.first().ifPresent(opening.source()::unread);
        }
    }
}
