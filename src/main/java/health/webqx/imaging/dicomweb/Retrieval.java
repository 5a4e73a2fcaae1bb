package health.webqx.imaging.dicomweb;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.consent.ImageAccess;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.catalogue.Catalogue;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.http.StreamedAnswer;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What every WADO-RS transaction has in common: the study is found and decided upon as its ImagingStudy, the archives that
 * hold it are asked one after the other until one begins to answer, and the access is recorded before the first byte.
 */
@ApplicationScoped
class Retrieval {
    private final Gate gate;
    private final Catalogue catalogue;

    Retrieval(Gate gate, Catalogue catalogue) {
        this.gate = gate;
        this.catalogue = catalogue;
    }

    /**
     * A retrieval that was permitted, recorded and has begun.
     *
     * @param items what to send, read once
     */
    record Begun<T>(Visit visit, AccessRequest request, Permit permit, Holding holding, Multi<T> items) {}

    /** Begins to retrieve DICOM; nothing has been sent when it fails. */
    <T> Uni<Begun<T>> begin(Visit visit, DicomTarget target, BiFunction<PacsConnector, Holding, Multi<T>> retrieve) {
        return begin(visit, target, ImageAccess.DICOM, retrieve);
    }

    /** Begins to retrieve so much of a study; nothing has been sent when it fails. */
    <T> Uni<Begun<T>> begin(
            Visit visit,
            DicomTarget target,
            ImageAccess access,
            BiFunction<PacsConnector, Holding, Multi<T>> retrieve) {
        AccessRequest request = AccessRequest.wado(target.study().value(), access);
        AtomicReference<@Nullable BegunStream<T>> open = new AtomicReference<>();
        return gate.pass(visit, request, permit -> catalogue
                        .get(target.study(), permit.reach())
                        .flatMap(holding -> first(holding, target, permit, retrieve)
                                .invoke(open::set)
                                .map(stream -> Disclosure.of(
                                        new Begun<>(visit, request, permit, holding, stream.all()),
                                        holding.patients(),
                                        holding.key()))))
                .onFailure()
                .invoke(failure -> close(open.get()));
    }

    /** Records that not all of it was sent, and has the catalogue look whether it is right. */
    void brokenOff(Begun<?> begun, String why) {
        if (why.equals(StreamedAnswer.SOURCE_FAILED)) {
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

    /** A study that has moved is looked for once more where it was not known to be. */
    private <T> Uni<BegunStream<T>> first(
            Holding holding, DicomTarget target, Permit permit, BiFunction<PacsConnector, Holding, Multi<T>> retrieve) {
        Failover<T> failover = new Failover<>(archive -> retrieve.apply(archive, holding));
        return failover.among(holding.archives())
                .onFailure(failure -> failover.isNowhere(failure) && Completeness.isCatalogued(holding, target))
                .recoverWithUni(() -> catalogue
                        .findAgain(holding, permit.reach())
                        .flatMap(found -> failover.among(found.archives())));
    }

    private static void close(@Nullable BegunStream<?> stream) {
        if (stream != null) {
            stream.cancel();
        }
    }
}
