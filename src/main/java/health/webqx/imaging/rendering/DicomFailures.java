package health.webqx.imaging.rendering;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;

/** What content that is refused is to whoever sent it or asked for it. The messages name no value of the content. */
public final class DicomFailures {
    private DicomFailures() {}

    /** Of a file that the caller sent: never a fault of ours. */
    public static Failure ofUpload(DicomException refused) {
        FailureKind kind =
                switch (refused.reason()) {
                    case NOT_DICOM, TRUNCATED, INVALID_LENGTH, INVALID_STRUCTURE, INVALID_DEFLATE ->
                        FailureKind.MALFORMED;
                    case TOO_DEEP, TOO_LARGE -> FailureKind.TOO_LARGE;
                    case NO_SUCH_VALUE, UNSUPPORTED, MAY_IDENTIFY -> FailureKind.UNPROCESSABLE;
                };
        return Failure.at(kind, "body", String.valueOf(refused.getMessage()));
    }

    /** Of an instance of an archive: what cannot be shown is not acceptable, what cannot be read is the archive's fault. */
    public static Failure ofArchive(DicomException refused) {
        return switch (refused.reason()) {
            case NO_SUCH_VALUE, UNSUPPORTED, MAY_IDENTIFY, TOO_LARGE ->
                Failure.of(FailureKind.NOT_ACCEPTABLE, "the instance cannot be shown in this form");
            case NOT_DICOM, TRUNCATED, INVALID_LENGTH, INVALID_STRUCTURE, INVALID_DEFLATE, TOO_DEEP ->
                Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
        };
    }
}
