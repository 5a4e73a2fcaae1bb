package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomPrefix;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.passing.Passing;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The first elements of a Part 10 file as it comes, and what has come of it; what comes is copied only if it is too short. */
public final class FileHead {
    private static final int SHORTEST = 256;
    /** Most headers end before. */
    private static final int USUAL = 4096;

    private final int tag;
    private final int longest;
    private Buffer came = Buffer.buffer();
    private boolean copied;
    private int nextLook = SHORTEST;

    /**
     * Nothing has come yet.
     *
     * @param tag the last element that is wanted
     * @param longest most bytes that may come before it
     */
    public FileHead(int tag, int longest) {
        this.tag = tag;
        this.longest = longest;
    }

    /** What is known when this piece has come; none when more is needed. {@code BAD_GATEWAY} for what cannot be DICOM. */
    public Optional<DicomFile> add(Buffer piece) {
        take(piece);
        if (came.length() > longest) {
            throw unreadable();
        }
        Optional<DicomFile> file = Optional.empty();
        while (file.isEmpty() && came.length() >= nextLook) {
            int length = Math.min(came.length(), Math.max(nextLook, USUAL));
            file = look(length, false);
            nextLook = 2 * length;
        }
        return file;
    }

    /** What is known of a file of which nothing more comes; {@code BAD_GATEWAY} for what is no DICOM. */
    public DicomFile end() {
        return look(came.length(), true).orElseThrow(FileHead::unreadable);
    }

    /** All that has come, in one piece; held no longer. */
    public Buffer taken() {
        Buffer all = came;
        came = Buffer.buffer();
        return all;
    }

    private void take(Buffer piece) {
        if (came.length() == 0) {
            came = piece;
        } else if (copied) {
            came.appendBuffer(piece);
            Passing.letGo(piece);
        } else {
            came = Passing.onHeap(came, piece);
            copied = true;
        }
    }

    private Optional<DicomFile> look(int length, boolean complete) {
        try {
            return DicomPrefix.upTo(tag, came.getBytes(0, length), length, complete)
                    .map(DicomPrefix::file);
        } catch (DicomException e) {
            throw unreadable();
        }
    }

    /** Of bytes that are no DICOM. */
    static Failure unreadable() {
        return Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not readable as DICOM");
    }
}
