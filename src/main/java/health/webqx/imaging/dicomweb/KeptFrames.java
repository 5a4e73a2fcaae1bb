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
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Frames of instances that are looked through: the first request takes its frames from the archive alone, the second within a
 * while has the instance laid down, and from there on the archive is not asked.
 */
@ApplicationScoped
class KeptFrames {
    private static final Duration WHILE = Duration.ofMinutes(2);
    private static final int REMEMBERED = 10_000;

    private final KeptInstances instances;
    private final Map<String, Instant> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    KeptFrames(KeptInstances instances) {
        this.instances = instances;
    }

    /** As {@link PacsConnector#frames}. */
    Multi<RetrievedFrame> frames(PacsConnector archive, Holding holding, DicomTarget target, List<Integer> numbers) {
        return KeptKey.of("instance", archive, holding, target, "")
                .filter(key -> !archive.isLocal() && (instances.has(key) || !isFirst(key)))
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

    private boolean isFirst(String key) {
        Instant now = Instant.now();
        synchronized (asked) {
            Instant before = asked.put(key, now);
            return before == null || before.plus(WHILE).isBefore(now);
        }
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
