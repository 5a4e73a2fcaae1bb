package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.bundle.ResponseBundle.Result;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Written;
import java.util.Optional;
import java.util.Set;

/** What a transaction's entry did. */
sealed interface EntryOutcome {
    /** What it gives away. */
    Disclosure<?> disclosure();

    /** How it is told. */
    Result result(PreferredReturn preferred);

    /** It wrote a resource, or found the one that it would not write again. */
    record Wrote(Written written) implements EntryOutcome {
        @Override
        public Disclosure<?> disclosure() {
            return Disclosure.of(written, written.patients(), written.resource().key());
        }

        @Override
        public Result result(PreferredReturn preferred) {
            return Result.of(written, preferred);
        }
    }

    /** It deleted a resource, or there was none. */
    record Deleted(Optional<Found> gone) implements EntryOutcome {
        @Override
        public Disclosure<?> disclosure() {
            return gone.<Disclosure<?>>map(found -> Disclosure.of(
                            found, found.patients(), found.resource().key()))
                    .orElseGet(() -> Disclosure.of(gone, Set.of()));
        }

        @Override
        public Result result(PreferredReturn preferred) {
            return Result.deleted(preferred);
        }
    }
}
