package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.pacs.FileHead;
import health.webqx.imaging.pacs.RetrievedInstance;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/**
 * Holds an instance's first bytes back until they tell whose it is: nothing of it leaves before {@link PatientGuard} has
 * agreed.
 */
final class Withheld {
    /** No real header is longer before StudyInstanceUID; what is has something to hide. */
    private static final int LONGEST = 16 << 20;

    private final Holding holding;
    private final FileHead head = new FileHead(Tag.StudyInstanceUID, LONGEST);
    private boolean released;

    private Withheld(Holding holding) {
        this.holding = holding;
    }

    /**
     * What leaves of an instance, guarded: it fails {@code BAD_GATEWAY} before its first byte when it is not of the holding's
     * study. Where the instance's own head is known already, nothing is to be held back.
     */
    static Multi<Buffer> guard(RetrievedInstance instance, Multi<Buffer> leaving, Holding holding) {
        return instance.head()
                .map(head -> leaving.onSubscription().invoke(() -> PatientGuard.require(head, holding)))
                .orElseGet(() -> withheld(leaving, holding));
    }

    private static Multi<Buffer> withheld(Multi<Buffer> content, Holding holding) {
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
        return head.add(piece).map(this::release).orElseGet(() -> Multi.createFrom()
                .empty());
    }

    private Multi<Buffer> end() {
        return released ? Multi.createFrom().empty() : release(head.end());
    }

    private Multi<Buffer> release(DicomFile file) {
        PatientGuard.require(file.dataSet(), holding);
        released = true;
        return Multi.createFrom().item(head.taken());
    }
}
