package health.webqx.imaging.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Accesses of a caller that tests write down. */
public final class SampleAccess {
    private SampleAccess() {}

    /** A read of that resource, just now, which tells of those patients. */
    public static AccessRecord read(String resource, int number, Set<String> patients) {
        return new AccessRecord(
                Instant.now(),
                RestInteraction.READ,
                AccessRecord.Outcome.SUCCESS,
                new AccessRecord.Agent("Practitioner/a", "app", "id", "::1", "test"),
                patients,
                resource,
                Optional.empty(),
                Optional.empty(),
                "request-" + number,
                ImageUse.NONE,
                Set.of(),
                Optional.empty(),
                false);
    }
}
