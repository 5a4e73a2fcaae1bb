package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;

/** Pixels that are not compressed, little endian (PS3.5 8.1, 8.2, D.1): allocated words as they are. */
final class NativePixels {
    private NativePixels() {}

    static Samples read(byte[] frame, PixelDescription description) throws DicomException {
        FrameShape shape = description.shape();
        int[][] planes = new int[shape.components()][shape.pixels()];
        require(frame, description);
        if (description.photometric().isHalved()) {
            halved(frame, planes, shape);
        } else if (shape.components() == 1 || description.planar()) {
            for (int i = 0; i < planes.length; i++) {
                words(frame, i * shape.pixels(), 1, shape.bitsAllocated(), planes[i]);
            }
        } else {
            for (int i = 0; i < planes.length; i++) {
                words(frame, i, planes.length, shape.bitsAllocated(), planes[i]);
            }
        }
        return new Samples(shape.columns(), shape.rows(), shape.bitsAllocated(), false, Color.AS_DESCRIBED, planes);
    }

    private static void require(byte[] frame, PixelDescription description) throws DicomException {
        FrameShape shape = description.shape();
        long samples = description.photometric().isHalved()
                ? 4L * ((shape.columns() + 1) / 2) * shape.rows()
                : (long) shape.pixels() * shape.components();
        if (frame.length < (samples * shape.bitsAllocated() + 7) / 8) {
            throw new DicomException(Reason.TRUNCATED, -1, "pixel data are too short");
        }
        if (description.photometric().isHalved() && shape.bitsAllocated() != 8) {
            throw new DicomException(Reason.UNSUPPORTED, -1, "halved colours of more than 8 bits");
        }
    }

    /** Every {@code step}-th word from {@code first} on. */
    private static void words(byte[] frame, int first, int step, int bits, int[] plane) {
        int at = first;
        switch (bits) {
            case 1 -> {
                for (int i = 0; i < plane.length; i++, at += step) {
                    plane[i] = frame[at >> 3] >> (at & 7) & 1;
                }
            }
            case 8 -> {
                for (int i = 0; i < plane.length; i++, at += step) {
                    plane[i] = frame[at] & 0xFF;
                }
            }
            case 16 -> {
                for (int i = 0; i < plane.length; i++, at += step) {
                    plane[i] = (frame[2 * at] & 0xFF) | (frame[2 * at + 1] & 0xFF) << 8;
                }
            }
            default -> {
                for (int i = 0; i < plane.length; i++, at += step) {
                    plane[i] = (frame[4 * at] & 0xFF)
                            | (frame[4 * at + 1] & 0xFF) << 8
                            | (frame[4 * at + 2] & 0xFF) << 16
                            | frame[4 * at + 3] << 24;
                }
            }
        }
    }

    /** Two luminances, then the colour differences they share (PS3.3 C.7.6.3.1.2, YBR_FULL_422). */
    private static void halved(byte[] frame, int[][] planes, FrameShape shape) {
        int from = 0;
        int to = 0;
        for (int y = 0; y < shape.rows(); y++) {
            for (int x = 0; x < shape.columns(); x += 2, from += 4) {
                for (int i = 0; i < 2 && x + i < shape.columns(); i++, to++) {
                    planes[0][to] = frame[from + i] & 0xFF;
                    planes[1][to] = frame[from + 2] & 0xFF;
                    planes[2][to] = frame[from + 3] & 0xFF;
                }
            }
        }
    }
}
