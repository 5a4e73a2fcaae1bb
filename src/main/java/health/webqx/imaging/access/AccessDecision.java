package health.webqx.imaging.access;

import health.webqx.imaging.access.token.Caller;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.store.Reach;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The answer to: may this caller do this, to this, now? */
public sealed interface AccessDecision {
    /** Yes, to what is in reach. Only this package can make one. */
    final class Permit implements AccessDecision {
        private final Caller caller;
        private final Reach reach;
        private final Map<String, String> emergencies;
        private final boolean deidentified;

        Permit(Caller caller, Reach reach, Map<String, String> emergencies, boolean deidentified) {
            this.caller = caller;
            this.reach = reach;
            this.emergencies = Map.copyOf(emergencies);
            this.deidentified = deidentified;
        }

        /** Who was permitted. */
        public Caller caller() {
            return caller;
        }

        /** For whom among these patients the caller has broken the glass, and why. */
        Optional<String> emergency(Set<String> patients) {
            if (emergencies.isEmpty()) {
                return Optional.empty();
            }
            return patients.stream()
                    .sorted()
                    .flatMap(id -> Optional.ofNullable(emergencies.get(id)).stream())
                    .findFirst();
        }

        /** Whether nothing may leave that tells whose it is (decision record 016). */
        public boolean deidentified() {
            return deidentified;
        }

        /** To what: every query of the permitted work goes with it. */
        public Reach reach() {
            return reach;
        }
    }

    /** No. */
    record Refusal(Failure failure) implements AccessDecision {}
}
