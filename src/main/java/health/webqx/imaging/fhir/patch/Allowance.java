package health.webqx.imaging.fhir.patch;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;

/** How much a patch may still make the server do. Counted, not timed: the same patch always fails or never. */
final class Allowance {
    private long left;

    Allowance(long most) {
        this.left = most;
    }

    /** {@code UNPROCESSABLE} once all is spent. */
    void spend(long amount) {
        left -= amount;
        if (left < 0) {
            throw Failure.of(FailureKind.UNPROCESSABLE, "the patch asks for more work than this server does for one");
        }
    }
}
