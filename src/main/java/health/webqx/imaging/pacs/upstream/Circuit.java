package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsLimits;
import java.util.function.LongSupplier;

/**
 * Leaves an archive alone that failed several times one after the other, so that nobody waits for it and it is not pushed
 * while it comes back. After each pause one call goes through; one that succeeds ends it. A body that breaks off or stalls
 * is a failure as much as no answer at all. To be used from any thread.
 */
final class Circuit {
    private final int failuresToPause;
    private final long pauseNanos;
    private final LongSupplier clock;
    private boolean asked;
    private int failures;
    private long leftAloneSince;

    Circuit(PacsLimits limits, LongSupplier clock) {
        this.failuresToPause = limits.failuresToPause();
        this.pauseNanos = limits.pause().toNanos();
        this.clock = clock;
    }

    /** Lets a call through, or fails {@code UNAVAILABLE}. */
    synchronized void enter() {
        if (failures < failuresToPause) {
            return;
        }
        long now = clock.getAsLong();
        if (now - leftAloneSince < pauseNanos) {
            throw Failure.of(FailureKind.UNAVAILABLE, "the archive has failed and is left alone for a while");
        }
        leftAloneSince = now; // the next ones wait for what this one finds
    }

    synchronized void succeeded() {
        asked = true;
        failures = 0;
    }

    synchronized void failed() {
        asked = true;
        failures = Math.min(failuresToPause, failures + 1);
        leftAloneSince = clock.getAsLong();
    }

    synchronized PacsCondition.State state() {
        if (!asked) {
            return PacsCondition.State.UNKNOWN;
        } else if (failures == 0) {
            return PacsCondition.State.UP;
        }
        return failures < failuresToPause ? PacsCondition.State.FAILING : PacsCondition.State.LEFT_ALONE;
    }
}
