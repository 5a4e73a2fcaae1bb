package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;

/** A CAP segment (T.800 A.5.2), of which T.814 annex A defines the part that High-Throughput streams have. */
final class Capabilities {
    private static final int HIGH_THROUGHPUT = 1 << (32 - 15);
    private static final int MIXED_BLOCKS = 3 << 14;
    private static final int SEVERAL_SETS = 1 << 13;

    private Capabilities() {}

    /** Refuses a stream that may use what is not supported. */
    static void check(StreamBytes in) throws DicomException {
        int parts = (int) in.uint32();
        if ((parts & HIGH_THROUGHPUT) == 0) {
            return;
        }
        in.skip(2 * Integer.bitCount(parts & -(HIGH_THROUGHPUT << 1)));
        int highThroughput = in.uint16();
        if ((highThroughput & MIXED_BLOCKS) == MIXED_BLOCKS) {
            throw in.unsupported("code blocks of both kinds in one subband are not supported");
        } else if ((highThroughput & SEVERAL_SETS) != 0) {
            throw in.unsupported("code blocks of several High-Throughput sets are not supported");
        }
    }
}
