package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.StudyEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What archives told of changes since this process began, as a stamp for each study: what was made of a study under an older
 * stamp is not what the archives have now. A change in its content need not change its ImagingStudy, so the version of that is
 * not enough. Studies share counters, for there is no bound to how many change; at worst something is made again. What an
 * archive does not tell is seen in the end too: a stamp is good for a time, that of each study ending at another moment.
 */
@ApplicationScoped
class StudyChanges {
    private static final int COUNTERS = 1 << 14;

    private final String process = UUID.randomUUID().toString();
    private final AtomicLong all = new AtomicLong();
    private final AtomicLongArray ofStudies = new AtomicLongArray(COUNTERS);

    private final long good;

    StudyChanges(@ConfigProperty(name = "webqx.cache.keep") Duration keep) {
        this.good = Math.max(1, keep.toMillis());
    }

    /** Notes that one study changed, or that any may have. */
    void note(StudyEvent event) {
        if (event instanceof StudyEvent.Changed changed) {
            ofStudies.incrementAndGet(counter(changed.study()));
        } else if (event instanceof StudyEvent.Removed removed) {
            ofStudies.incrementAndGet(counter(removed.study()));
        } else {
            all.incrementAndGet();
        }
    }

    /** As of now; to be taken before the archive is asked. */
    String stamp(Uid study) {
        return stamp(study, Instant.now());
    }

    String stamp(Uid study, Instant now) {
        long time = (now.toEpochMilli() + Math.floorMod(study.value().hashCode(), good)) / good;
        return process + "." + all.get() + "." + ofStudies.get(counter(study)) + "." + time;
    }

    private static int counter(Uid study) {
        return Math.floorMod(study.value().hashCode(), COUNTERS);
    }
}
