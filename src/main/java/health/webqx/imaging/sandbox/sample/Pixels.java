package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Image Pixel module (PS3.3 C.7.6.3) of grey and of colour images, native. */
final class Pixels {
    private Pixels() {}

    /** How grey values are kept. */
    record Grey(String photometricInterpretation, int bitsStored, boolean signed) {
        private int limited(float value) {
            int top = signed ? (1 << (bitsStored - 1)) - 1 : (1 << bitsStored) - 1;
            return Math.max(signed ? -top - 1 : 0, Math.min(top, Math.round(value)));
        }
    }

    /** One frame of 16 bits allocated; values beyond what can be stored are cut. */
    static void put(DataSetBuilder target, Grey grey, int columns, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) grey.limited(value));
        }
        target.putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, grey.photometricInterpretation())
                .putInts(Tag.Rows, values.length / columns)
                .putInts(Tag.Columns, columns)
                .putInts(Tag.BitsAllocated, 16)
                .putInts(Tag.BitsStored, grey.bitsStored())
                .putInts(Tag.HighBit, grey.bitsStored() - 1)
                .putInts(Tag.PixelRepresentation, grey.signed() ? 1 : 0)
                .putBytes(Tag.PixelData, Vr.OW, bytes.array());
    }

    /** Frames of red, green and blue, pixel by pixel. */
    static void putColour(DataSetBuilder target, int columns, int rows, byte[] frames) {
        target.putInts(Tag.SamplesPerPixel, 3)
                .put(Tag.PhotometricInterpretation, "RGB")
                .putInts(Tag.PlanarConfiguration, 0)
                .putInts(Tag.Rows, rows)
                .putInts(Tag.Columns, columns)
                .putInts(Tag.BitsAllocated, 8)
                .putInts(Tag.BitsStored, 8)
                .putInts(Tag.HighBit, 7)
                .putInts(Tag.PixelRepresentation, 0)
                .putBytes(Tag.PixelData, Vr.OB, frames);
    }
}
