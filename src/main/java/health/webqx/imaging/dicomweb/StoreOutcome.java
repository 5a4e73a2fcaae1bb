package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of each instance of a STOW request, in their order (PS3.18 10.5.3, I.2). For one request at a time. */
final class StoreOutcome {
    /** Why an instance was not stored (PS3.18 table I.2-2, PS3.7 annex C). */
    enum Reason {
        PROCESSING_FAILURE(0x0110),
        NOT_AUTHORIZED(0x0124),
        OUT_OF_RESOURCES(0xA700),
        DOES_NOT_MATCH_ITS_CLASS(0xA900),
        CANNOT_UNDERSTAND(0xC000);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** As a failure of storing it means it. */
        static Reason of(Failure failure) {
            if (failure.kind() == FailureKind.FORBIDDEN) {
                return NOT_AUTHORIZED;
            }
            return failure.kind().status() >= FailureKind.INTERNAL.status() ? OUT_OF_RESOURCES : PROCESSING_FAILURE;
        }
    }

    private final String base;
    private final List<DataSet> stored = new ArrayList<>();
    private final List<DataSet> failed = new ArrayList<>();
    /** Of those that do not say which one they are; there may be many. */
    private final List<Reason> unknown = new ArrayList<>();

    /** @param base this server's DICOMweb address */
    StoreOutcome(String base) {
        this.base = base;
    }

    void stored(Uid sopClass, DicomTarget target) {
        stored.add(DataSet.builder()
                .put(Tag.ReferencedSOPClassUID, sopClass)
                .put(Tag.ReferencedSOPInstanceUID, target.instance().orElseThrow())
                .put(Tag.RetrieveURL, RetrieveInstances.address(base, target))
                .build());
    }

    /** Of an instance that says which one it is, and of one that does not. */
    void failed(Optional<Uid> sopClass, Optional<Uid> instance, Reason reason) {
        if (sopClass.isEmpty() || instance.isEmpty()) {
            unknown.add(reason);
            return;
        }
        failed.add(DataSet.builder()
                .put(Tag.ReferencedSOPClassUID, sopClass.get())
                .put(Tag.ReferencedSOPInstanceUID, instance.get())
                .putInts(Tag.FailureReason, reason.code)
                .build());
    }

    int count() {
        return stored.size() + failed.size() + unknown.size();
    }

    boolean hasStored() {
        return !stored.isEmpty();
    }

    /** 200 where all were stored, 202 where some were, 409 where none was (PS3.18 10.5.3.1). */
    int status() {
        if (!hasStored()) {
            return FailureKind.CONFLICT.status();
        }
        return failed.isEmpty() && unknown.isEmpty() ? 200 : 202;
    }

    /** @param study the one study that all stored instances are of, where they are of one */
    DataSet body(Optional<Uid> study) {
        DataSetBuilder body = DataSet.builder();
        study.ifPresent(uid -> body.put(Tag.RetrieveURL, RetrieveInstances.address(base, DicomTarget.study(uid))));
        sequence(body, Tag.FailedSOPSequence, failed);
        sequence(body, Tag.ReferencedSOPSequence, stored);
        sequence(
                body,
                Tag.OtherFailuresSequence,
                unknown.stream()
                        .map(reason -> DataSet.builder()
                                .putInts(Tag.FailureReason, reason.code)
                                .build())
                        .toList());
        return body.build();
    }

    private static void sequence(DataSetBuilder body, int tag, List<DataSet> items) {
        if (!items.isEmpty()) {
            body.putItems(tag, items);
        }
    }
}
