package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.Frame;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.codec.Codecs;
import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import java.io.IOException;
import java.util.Optional;

/** Decodes frames of one instance. Immutable; decoding computes: call it on a worker. */
public final class FrameDecoder {
    /** Headers, comments and profiles that a stream may have. */
    private static final int MOST_BESIDE_PIXELS = 4 << 20;

    private final PixelDescription description;
    private final Optional<FrameCodec> codec;

    private FrameDecoder(PixelDescription description, Optional<FrameCodec> codec) {
        this.description = description;
        this.codec = codec;
    }

    /**
     * A decoder for frames that a data set describes.
     *
     * @throws DicomException if it describes none, or nothing here decodes them
     */
    public static FrameDecoder of(DataSet dataSet, TransferSyntax syntax) throws DicomException {
        if (!canDecode(syntax)) {
            throw new DicomException(Reason.UNSUPPORTED, -1, "nothing here decodes the transfer syntax");
        }
        return new FrameDecoder(PixelDescription.of(dataSet), Codecs.find(syntax));
    }

    /** Whether frames in a syntax are decoded here. */
    public static boolean canDecode(TransferSyntax syntax) {
        return !syntax.encapsulated() || Codecs.find(syntax).isPresent();
    }

    public PixelDescription description() {
        return description;
    }

    /**
     * The pixel values of a frame: of as many bits as are stored, with their sign.
     *
     * @param frame native pixels, or one compressed stream
     * @throws DicomException for a frame that is damaged, too short or too large
     */
    public Samples values(byte[] frame) throws DicomException {
        return values(words(frame));
    }

    /**
     * A frame's bytes in memory.
     *
     * @throws DicomException for a compressed stream that is far longer than the pixels it stands for
     */
    byte[] bytes(Frame frame) throws IOException {
        long nativeBytes = (long) description.shape().pixels()
                * description.shape().components()
                * ((description.shape().bitsAllocated() + 7) / 8);
        if (frame.length() > 2 * nativeBytes + MOST_BESIDE_PIXELS) {
            throw new DicomException(Reason.TOO_LARGE, -1, "a compressed frame that is longer than its pixels");
        }
        return frame.bytes();
    }

    /** As {@link #values(byte[])}, of words. */
    Samples values(Samples words) {
        int[][] planes = new int[words.components()][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = values(words, words.plane(i));
        }
        return new Samples(
                words.columns(), words.rows(), description.bitsStored(), description.signed(), words.color(), planes);
    }

    /**
     * The allocated words of a frame: what compression was applied to, overlays in unused bits included.
     *
     * @param frame native pixels, or one compressed stream
     */
    public Samples words(byte[] frame) throws DicomException {
        if (codec.isEmpty()) {
            return NativePixels.read(frame, description);
        }
        try {
            return codec.get().decode(frame, description.shape());
        } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
            // a check that a codec lacks; the stream is damaged all the same
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "a damaged compressed frame");
        }
    }

    /** Words that codecs deliver hold the value alone, in the precision that the stream was coded in. */
    private int[] values(Samples words, int[] plane) {
        boolean whole = words.bits() == description.shape().bitsAllocated() && !words.signed();
        PixelDescription layout = whole ? description : justified(words);
        boolean asIs = words.signed() ? description.signed() && words.bits() <= layout.bitsStored() : !layout.signed();
        if (asIs && words.bits() <= layout.bitsStored()) {
            return plane;
        }
        int[] values = new int[plane.length];
        for (int i = 0; i < plane.length; i++) {
            values[i] = layout.value(plane[i]);
        }
        return values;
    }

    private PixelDescription justified(Samples words) {
        int bits = Math.min(words.bits(), description.bitsStored());
        return new PixelDescription(
                description.shape(),
                description.photometric(),
                bits,
                bits - 1,
                description.signed(),
                description.planar());
    }

    /** What the colours of decoded samples are. */
    Photometric photometric(Samples decoded) {
        if (decoded.color() == Color.RGB) {
            return Photometric.RGB;
        } else if (decoded.color() == Color.YBR) {
            return Photometric.YBR_FULL;
        }
        return switch (description.photometric()) {
            case YBR_FULL_422 -> Photometric.YBR_FULL;
            case YBR_PARTIAL_420 -> Photometric.YBR_PARTIAL_422;
            case YBR_ICT, YBR_RCT -> Photometric.RGB;
            default -> description.photometric();
        };
    }
}
