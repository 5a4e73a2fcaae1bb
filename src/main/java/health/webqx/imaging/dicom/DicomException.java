package health.webqx.imaging.dicom;

import java.io.IOException;
import java.util.Locale;

/**
 * Content that is refused: damaged, hostile, or no DICOM at all. Other {@link IOException}s are failures of the medium.
 * The message names no value of the content.
 */
public final class DicomException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why content is refused. */
    public enum Reason {
        /** Neither Part 10 nor a bare data set, or no JSON of PS3.18 annex F. */
        NOT_DICOM,
        /** Ends before it should: a length reaches past the end. */
        TRUNCATED,
        /** A length reaches past the item or sequence around it. */
        INVALID_LENGTH,
        /** Structure that cannot be read on: items where none may be. */
        INVALID_STRUCTURE,
        /** A compressed data set that is damaged. */
        INVALID_DEFLATE,
        /** Sequences nested deeper than {@link ReadOptions#maxDepth()}. */
        TOO_DEEP,
        /** More memory or more elements than {@link ReadOptions} allow, or a deflate bomb. */
        TOO_LARGE,
        /** A frame or value asked for that is not there or not readable. */
        NO_SUCH_VALUE,
        /** Pixels of a kind, or compressed in a way, that nothing here decodes. */
        UNSUPPORTED,
        /** Cannot be de-identified: pixels or a document may show whose they are. */
        MAY_IDENTIFY
    }

    private final Reason reason;
    private final long offset;

    /** Refuses content; {@code offset} is where in the bytes read (of a deflated data set: the inflated bytes), -1 where that has no meaning */
    public DicomException(Reason reason, long offset, String message) {
        super(reason.name().toLowerCase(Locale.ROOT) + (offset >= 0 ? " at " + offset : "") + ": " + message);
        this.reason = reason;
        this.offset = offset;
    }

    public Reason reason() {
        return reason;
    }

    public long offset() {
        return offset;
    }
}
