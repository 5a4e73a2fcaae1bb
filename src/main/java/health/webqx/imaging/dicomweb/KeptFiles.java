package health.webqx.imaging.dicomweb;

import health.webqx.imaging.cache.HeldFile;
import health.webqx.imaging.cache.KeptInstances;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.RetrievedInstance;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Instances that are asked for again: what the second request within a while is sent is written down as it passes, and from
 * there on the archive is not asked. One that was laid down for its frames is at hand, too.
 */
@ApplicationScoped
class KeptFiles {
    private final KeptInstances instances;
    private final AskedBefore askedBefore;

    KeptFiles(KeptInstances instances, AskedBefore askedBefore) {
        this.instances = instances;
        this.askedBefore = askedBefore;
    }

    /** Under which an instance's file is kept; empty where nothing is. */
    static Optional<String> key(PacsConnector archive, Holding holding, DicomTarget instance) {
        return archive.isLocal() ? Optional.empty() : KeptKey.of("instance", archive, holding, instance, "");
    }

    /** A target's file, where it is at hand; to be released. */
    Optional<HeldFile> find(PacsConnector archive, Holding holding, DicomTarget target) {
        return target.instance().isEmpty()
                ? Optional.empty()
                : key(archive, holding, target).flatMap(instances::take);
    }

    /** As {@link Completeness#retrieve}, from the archive; written down where it is one instance, asked for again. */
    Multi<RetrievedInstance> retrieve(PacsConnector archive, Holding holding, DicomTarget target) {
        Multi<RetrievedInstance> retrieved = Completeness.retrieve(archive, holding, target);
        return target.instance().isEmpty()
                ? retrieved
                : key(archive, holding, target)
                        .filter(askedBefore::isSo)
                        .map(key -> retrieved.map(instance -> written(key, instance, holding)))
                        .orElse(retrieved);
    }

    private RetrievedInstance written(String key, RetrievedInstance instance, Holding holding) {
        return new RetrievedInstance(
                instance.sopInstanceUid(),
                instance.transferSyntax(),
                instance.length(),
                instance.head(),
                instances.passing(key, instance.length(), Withheld.guard(instance, instance.content(), holding)));
    }
}
