package health.webqx.imaging.access;

import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.store.Reach;

/** The answer to: may this caller do this, to this, now? */
public sealed interface AccessDecision {
    /** Yes, to what is in reach. Only this package can make one. */
    final class Permit implements AccessDecision {
        private final Caller caller;
        private final Reach reach;

        Permit(Caller caller, Reach reach) {
            this.caller = caller;
            this.reach = reach;
        }

        /** Who was permitted. */
        public Caller caller() {
            return caller;
        }

        /** To what: every query of the permitted work goes with it. */
        public Reach reach() {
            return reach;
        }
    }

    /** No. */
    record Refusal(Failure failure) implements AccessDecision {}
}
