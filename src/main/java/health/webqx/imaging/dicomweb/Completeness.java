package health.webqx.imaging.dicomweb;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.RetrievedInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Set;

/** Holds what an archive sends of a study or series against the instances that the catalogue has of it. */
final class Completeness {
    private Completeness() {}

    /**
     * The instances of a target. One that is not all there is never a short success: where several archives hold the study,
     * only one with everything is begun with; where there is one, what is missing fails the stream at its end. A
     * de-identified view holds its originals against the catalogue itself: it leaves out what may show whose it is.
     */
    static Multi<RetrievedInstance> retrieve(PacsConnector archive, Holding holding, DicomTarget target) {
        if (target.instance().isPresent() || archive instanceof DeidentifiedArchive) {
            return archive.retrieve(target);
        }
        Set<Uid> expected = expected(holding, target);
        if (expected.isEmpty()) {
            return archive.retrieve(target);
        }
        Uni<Void> ready = holding.archives().size() > 1
                ? archive.instances(target)
                        .invoke(held -> requireAll(expected, held))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
        return ready.onItem().transformToMulti(begin -> counted(archive.retrieve(target), expected));
    }

    /** Whether the catalogue has a target, all UIDs of it. */
    static boolean isCatalogued(Holding holding, DicomTarget target) {
        Set<Uid> expected = expected(holding, target);
        return target.instance().isPresent()
                ? expected.contains(target.instance().get())
                : !expected.isEmpty();
    }

    private static Multi<RetrievedInstance> counted(Multi<RetrievedInstance> instances, Set<Uid> expected) {
        Set<Uid> sent = new HashSet<>();
        return Multi.createBy()
                .concatenating()
                .streams(
                        instances.invoke(instance -> sent.add(instance.sopInstanceUid())),
                        Multi.createFrom().deferred(() -> {
                            requireAll(expected, sent);
                            return Multi.createFrom().empty();
                        }));
    }

    private static void requireAll(Set<Uid> expected, Set<Uid> held) {
        if (!held.containsAll(expected)) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive does not hold all of it");
        }
    }

    private static Set<Uid> expected(Holding holding, DicomTarget target) {
        Set<Uid> uids = new HashSet<>();
        for (JsonNode series : holding.imagingStudy().path("series")) {
            boolean within = target.series()
                    .map(uid -> uid.value().equals(series.path("uid").asText()))
                    .orElse(true);
            if (within) {
                series.path("instance")
                        .forEach(instance ->
                                Uid.find(instance.path("uid").asText()).ifPresent(uids::add));
            }
        }
        return uids;
    }
}
