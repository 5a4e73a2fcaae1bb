package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomPrefix;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Holds an instance's first bytes back until they tell whose it is: nothing of it leaves before {@link PatientGuard} has
 * agreed.
 */
final class Withheld {
    /** No real header is longer before StudyInstanceUID; what is has something to hide. */
    private static final int LONGEST = 16 << 20;

    private final Holding holding;
    private Buffer held = Buffer.buffer();
    private int nextAttempt;
    private boolean released;

    private Withheld(Holding holding) {
        this.holding = holding;
    }

    /** The content, guarded; fails {@code BAD_GATEWAY} before its first byte when it is not of the holding's study. */
    static Multi<Buffer> guard(Multi<Buffer> content, Holding holding) {
        return Multi.createFrom().deferred(() -> {
            Withheld withheld = new Withheld(holding);
            return Multi.createBy()
                    .concatenating()
                    .streams(
                            content.onItem().transformToMultiAndConcatenate(withheld::more),
                            Multi.createFrom().deferred(withheld::end));
        });
    }

    private Multi<Buffer> more(Buffer piece) {
        if (released) {
            return Multi.createFrom().item(piece);
        }
        held.appendBuffer(piece);
        if (held.length() > LONGEST) {
            throw unreadable();
        }
        return held.length() >= nextAttempt
                ? attempt(false)
                : Multi.createFrom().empty();
    }

    private Multi<Buffer> end() {
        if (released) {
            return Multi.createFrom().empty();
        }
        return attempt(true);
    }

    private Multi<Buffer> attempt(boolean complete) {
        Optional<DicomPrefix> prefix;
        try {
            prefix = DicomPrefix.upTo(Tag.StudyInstanceUID, held.getBytes(), held.length(), complete);
        } catch (DicomException e) {
            throw unreadable();
        }
        nextAttempt = held.length() * 2;
        if (prefix.isEmpty()) {
            return Multi.createFrom().empty();
        }
        PatientGuard.require(prefix.get().file().dataSet(), holding);
        released = true;
        Buffer all = held;
        held = Buffer.buffer();
        return Multi.createFrom().item(all);
    }

    private static Failure unreadable() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
    }
}
