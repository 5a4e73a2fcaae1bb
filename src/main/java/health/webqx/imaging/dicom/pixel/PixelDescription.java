package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.codec.FrameShape;

/**
 * The Image Pixel module (PS3.3 C.7.6.3): how pixels are laid out.
 *
 * @param shape size of a frame, samples of a pixel and the bits they take
 * @param bitsStored bits of a sample that hold its value
 * @param highBit the uppermost of them
 * @param signed whether values are in two's complement
 * @param planar whether native samples come plane by plane instead of pixel by pixel
 */
public record PixelDescription(
        FrameShape shape, Photometric photometric, int bitsStored, int highBit, boolean signed, boolean planar) {
    /**
     * Reads it from a data set.
     *
     * @throws DicomException if an attribute is missing or the pixels are of a kind that is not decoded here
     */
    public static PixelDescription of(DataSet dataSet) throws DicomException {
        boolean real = dataSet.contains(Tag.FloatPixelData) || dataSet.contains(Tag.DoubleFloatPixelData);
        if (real && !dataSet.contains(Tag.PixelData)) {
            throw new DicomException(Reason.UNSUPPORTED, -1, "no pixels of whole numbers");
        }
        Photometric photometric = photometric(dataSet);
        int samples = dataSet.integer(Tag.SamplesPerPixel).orElse(photometric.isSingle() ? 1 : 3);
        int allocated = required(dataSet, Tag.BitsAllocated);
        if (samples != (photometric.isSingle() ? 1 : 3)) {
            throw new DicomException(
                    Reason.UNSUPPORTED, -1, "samples per pixel do not suit the photometric interpretation");
        }
        if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32) {
            throw new DicomException(Reason.UNSUPPORTED, -1, "pixels of " + allocated + " bits");
        }
        int stored = dataSet.integer(Tag.BitsStored).orElse(allocated);
        stored = stored < 1 || stored > allocated ? allocated : stored;
        int high = dataSet.integer(Tag.HighBit).orElse(stored - 1);
        FrameShape shape =
                new FrameShape(required(dataSet, Tag.Columns), required(dataSet, Tag.Rows), samples, allocated);
        return new PixelDescription(
                shape.requireDecodable(),
                photometric,
                stored,
                high < stored - 1 || high >= allocated ? stored - 1 : high,
                dataSet.integer(Tag.PixelRepresentation).orElse(0) == 1,
                samples > 1 && dataSet.integer(Tag.PlanarConfiguration).orElse(0) == 1);
    }

    private static Photometric photometric(DataSet dataSet) throws DicomException {
        String value = dataSet.string(Tag.PhotometricInterpretation)
                .orElse(dataSet.integer(Tag.SamplesPerPixel).orElse(1) == 3 ? "RGB" : "MONOCHROME2");
        return Photometric.find(value)
                .orElseThrow(() -> new DicomException(Reason.UNSUPPORTED, -1, "an unknown photometric interpretation"));
    }

    private static int required(DataSet dataSet, int tag) throws DicomException {
        int value = dataSet.integer(tag).orElse(0);
        if (value < 1 || value > 0xFFFF) {
            throw new DicomException(Reason.NO_SUCH_VALUE, -1, "no " + Tag.hex(tag));
        }
        return value;
    }

    /** The value within an allocated word. */
    int value(int word) {
        int left = 31 - highBit;
        int right = 32 - bitsStored;
        return signed ? word << left >> right : word << left >>> right;
    }
}
