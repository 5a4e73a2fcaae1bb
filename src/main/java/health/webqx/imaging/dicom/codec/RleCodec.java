package health.webqx.imaging.dicom.codec;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.codec.Samples.Color;

/**
 * RLE Lossless (PS3.5 annex G): a segment of PackBits for each byte of each component, the most significant byte first.
 */
public final class RleCodec implements FrameCodec {
    private static final int HEADER = 64;

    @Override
    public Samples decode(byte[] stream, FrameShape shape) throws DicomException {
        shape.requireDecodable();
        int[] starts = starts(stream, shape);
        int bytesPerSample = Math.max(1, shape.bitsAllocated() / 8);
        int[][] planes = new int[shape.components()][shape.pixels()];
        for (int segment = 0; segment + 1 < starts.length; segment++) {
            int shift = 8 * (bytesPerSample - 1 - segment % bytesPerSample);
            unpack(stream, starts[segment], starts[segment + 1], planes[segment / bytesPerSample], shift);
        }
        return new Samples(shape.columns(), shape.rows(), shape.bitsAllocated(), false, Color.AS_DESCRIBED, planes);
    }

    /** Where each segment starts, and where the last one ends. */
    private static int[] starts(byte[] stream, FrameShape shape) throws DicomException {
        int expected = shape.components() * Math.max(1, shape.bitsAllocated() / 8);
        if (stream.length < HEADER || shape.bitsAllocated() % 8 != 0 || expected > 15) {
            throw new DicomException(Reason.INVALID_STRUCTURE, 0, "no RLE header, or pixels that RLE cannot hold");
        }
        if (word(stream, 0) != expected) {
            throw new DicomException(Reason.INVALID_STRUCTURE, 0, "RLE segments do not suit the pixels");
        }
        int[] starts = new int[expected + 1];
        starts[expected] = stream.length;
        for (int i = expected - 1; i >= 0; i--) {
            long start = word(stream, 4 + 4 * i);
            if (start < HEADER || start > starts[i + 1]) {
                throw new DicomException(Reason.INVALID_STRUCTURE, 4 + 4L * i, "RLE segments out of order");
            }
            starts[i] = (int) start;
        }
        return starts;
    }

    private static long word(byte[] stream, int at) {
        return (stream[at] & 0xFF)
                | (stream[at + 1] & 0xFF) << 8
                | (stream[at + 2] & 0xFF) << 16
                | (stream[at + 3] & 0xFFL) << 24;
    }

    /** PackBits (PS3.5 G.3): what a segment holds beyond the plane is padding. */
    private static void unpack(byte[] stream, int from, int end, int[] plane, int shift) throws DicomException {
        int at = from;
        int to = 0;
        while (to < plane.length) {
            if (at + 1 >= end) {
                throw new DicomException(Reason.TRUNCATED, at, "an RLE segment ends early");
            }
            int control = stream[at++];
            if (control >= 0) {
                int count = Math.min(control + 1, plane.length - to);
                if (count > end - at) {
                    throw new DicomException(Reason.TRUNCATED, at, "an RLE segment ends early");
                }
                for (int i = 0; i < count; i++) {
                    plane[to++] |= (stream[at++] & 0xFF) << shift;
                }
            } else if (control != -128) {
                int value = (stream[at++] & 0xFF) << shift;
                for (int left = Math.min(1 - control, plane.length - to); left > 0; left--) {
                    plane[to++] |= value;
                }
            }
        }
    }
}
