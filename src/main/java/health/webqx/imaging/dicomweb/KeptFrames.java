package health.webqx.imaging.dicomweb;

import health.webqx.imaging.cache.KeptInstances;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.RetrievedFrame;
import health.webqx.imaging.pacs.StoredFrames;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Frames of instances that are looked through: the first request takes its frames from the archive alone, the second within a
 * while has the instance laid down, and from there on the archive is not asked.
 */
@ApplicationScoped
class KeptFrames {
    private final KeptInstances instances;
    private final AskedBefore askedBefore;

    KeptFrames(KeptInstances instances, AskedBefore askedBefore) {
        this.instances = instances;
        this.askedBefore = askedBefore;
    }

    /** As {@link PacsConnector#frames}. */
    Multi<RetrievedFrame> frames(PacsConnector archive, Holding holding, DicomTarget target, List<Integer> numbers) {
        return KeptFiles.key(archive, holding, target)
                .filter(key -> instances.has(key) || askedBefore.isSo(key))
                .map(key -> laidDown(key, archive, holding, target, numbers))
                .orElseGet(() -> archive.frames(target, numbers));
    }

    private Multi<RetrievedFrame> laidDown(
            String key, PacsConnector archive, Holding holding, DicomTarget target, List<Integer> numbers) {
        return instances.read(
                key,
                () -> file(archive, holding, target),
                file -> StoredFrames.of(file, numbers),
                () -> archive.frames(target, numbers));
    }

    private static Multi<Buffer> file(PacsConnector archive, Holding holding, DicomTarget target) {
        return archive.retrieve(target)
                .select()
                .first(1)
                .onItem()
                .transformToMultiAndConcatenate(instance -> Withheld.guard(instance, instance.content(), holding))
                .onCompletion()
                .ifEmpty()
                .failWith(() -> Failure.of(FailureKind.NOT_FOUND, "the archive does not hold this"));
    }
}
