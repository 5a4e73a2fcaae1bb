package health.webqx.imaging.dicom.codec;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/**
 * What the data set says a frame is (PS3.3 C.7.6.3). A compressed stream must agree: so nothing a stream says of itself
 * makes a decoder allocate more than was allowed.
 *
 * @param columns of pixels
 * @param rows of pixels
 * @param components samples of a pixel
 * @param bitsAllocated bits that a sample takes when it is not compressed
 */
public record FrameShape(int columns, int rows, int components, int bitsAllocated) {
    /**
     * Samples of one frame that are decoded at most: up to four numbers of four bytes are held for each while it is worked
     * on, and no frame may take more than half of the memory there is.
     */
    public static final long MAX_SAMPLES =
            Math.min(1L << 26, Math.max(1L << 22, Runtime.getRuntime().maxMemory() / 32));

    public FrameShape {
        if (columns < 1 || rows < 1 || components < 1) {
            throw new IllegalArgumentException("a frame has pixels");
        }
    }

    /** Samples of one component. */
    public int pixels() {
        return columns * rows;
    }

    /** Refuses a frame that is too large to be decoded. */
    public FrameShape requireDecodable() throws DicomException {
        if ((long) columns * rows * components > MAX_SAMPLES) {
            throw new DicomException(Reason.TOO_LARGE, -1, "a frame of more than " + MAX_SAMPLES + " samples");
        }
        return this;
    }

    /** Refuses a stream that is of other dimensions. */
    public void require(long streamColumns, long streamRows, int streamComponents) throws DicomException {
        if (streamColumns != columns || streamRows != rows || streamComponents != components) {
            throw new DicomException(
                    Reason.INVALID_STRUCTURE, -1, "the compressed frame has other dimensions than the data set says");
        }
    }
}
