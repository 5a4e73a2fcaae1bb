package health.webqx.imaging.dicom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The first elements of a file whose rest is still to come: enough to know whose pixels they are before any leaves.
 * Elements are taken in the order in which PS3.5 7.1 wants them; of a file that repeats one out of order the repetition
 * is not seen.
 *
 * @param file its data set ends with the tag asked for, or before it where the file has none
 */
public record DicomPrefix(DicomFile file) {
    /**
     * What is known up to and including a top-level tag; empty when more bytes are needed. Each call starts anew, so hand
     * in twice as much each time and give up at a bound.
     *
     * @param bytes the beginning of the file, of which the first {@code length} count
     * @param complete whether nothing follows
     * @throws DicomException when no further byte could make it readable
     */
    public static Optional<DicomPrefix> upTo(int tag, byte[] bytes, int length, boolean complete)
            throws DicomException {
        ReadOptions options = ReadOptions.DEFAULT.stopBefore(tag + 1);
        try {
            DicomInput in = DicomInput.of(new ByteArrayInputStream(bytes, 0, length), 0);
            if (!complete && in.peek(140) < 140) {
                return Optional.empty();
            }
            DicomReader.Outcome outcome = DicomReader.read(in, null, options);
            return outcome.stopped() || complete ? Optional.of(new DicomPrefix(outcome.file())) : Optional.empty();
        } catch (DicomException e) {
            if (!complete && e.reason() == DicomException.Reason.TRUNCATED) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw new DicomException(DicomException.Reason.NOT_DICOM, -1, "cannot be read");
        }
    }
}
