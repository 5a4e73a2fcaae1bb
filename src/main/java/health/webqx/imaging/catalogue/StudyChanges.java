package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.StudyEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What archives told of changes since this process began, as a stamp for each study: what was made of a study under an older
 * stamp is not what the archives have now. A change in its content need not change its ImagingStudy, so the version of that is
 * not enough. Studies share counters, for there is no bound to how many change; at worst something is made again.
 */
@ApplicationScoped
class StudyChanges {
    private static final int COUNTERS = 1 << 14;

    private final String process = UUID.randomUUID().toString();
    private final AtomicLong all = new AtomicLong();
    private final AtomicLongArray ofStudies = new AtomicLongArray(COUNTERS);

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
        return process + "." + all.get() + "." + ofStudies.get(counter(study));
    }

    private static int counter(Uid study) {
        return Math.floorMod(study.value().hashCode(), COUNTERS);
    }
}
