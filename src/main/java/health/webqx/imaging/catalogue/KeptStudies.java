package health.webqx.imaging.catalogue;

import health.webqx.imaging.cache.BoundedMap;
import health.webqx.imaging.resource.ResourceKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Studies that were read: a viewer asks for hundreds of instances of the same one. Each is of one version, which whoever finds
 * it here holds against the stored one. Safe for any thread.
 */
final class KeptStudies {
    /** As stored; in memory they take some five times as much. */
    private static final long BYTES = 4 << 20;

    private static final Duration KEEP = Duration.ofMinutes(15);

    private final BoundedMap<StudyRead> byKey = new BoundedMap<>(BYTES, KEEP, InstantSource.system(), forgotten -> {});

    Optional<StudyRead> find(ResourceKey imagingStudy) {
        return byKey.find(imagingStudy.reference());
    }

    /** Instead of what was kept of it. */
    StudyRead keep(StudyRead read) {
        byKey.put(read.stored().key().reference(), read, read.stored().json().length());
        return read;
    }
}
