package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * How a component is decomposed and coded (T.800 A.6.1, SPcod and SPcoc).
 *
 * @param levels of decomposition
 * @param blockWidth exponent of a code block's width
 * @param blockHeight exponent of its height
 * @param modes of the code block (T.800 table A.19)
 * @param reversible whether the 5-3 filter is used, else the 9-7
 * @param precincts by resolution, the exponent of their height in the upper 4 of 8 bits, of their width in the lower
 */
record CodingStyle(
        int levels, int blockWidth, int blockHeight, int modes, boolean reversible, List<Integer> precincts) {
    /** Without arithmetic coding from the fifth bit plane on. */
    static final int BYPASS = 1;

    static final int RESET = 2;
    static final int TERMINATE = 4;
    static final int CAUSAL = 8;
    static final int SEGMENTATION = 32;

    /** Code blocks of T.814; with the bit above it of both kinds. */
    static final int HIGH_THROUGHPUT = 64;

    private static final int MIXED = 128;
    private static final int LARGEST_PRECINCT = 0xFF;

    CodingStyle {
        precincts = List.copyOf(precincts);
    }

    static CodingStyle read(StreamBytes in, boolean withPrecincts) throws DicomException {
        int levels = in.uint8();
        int width = in.uint8() + 2;
        int height = in.uint8() + 2;
        int modes = in.uint8();
        int filter = in.uint8();
        if (levels > 30 || width > 10 || height > 10 || width + height > 12 || filter > 1) {
            throw in.invalid("impossible coding style");
        }
        if ((modes & MIXED) != 0) {
            throw in.unsupported("code blocks of both kinds in one component are not supported");
        } else if ((modes & HIGH_THROUGHPUT) != 0 && (modes & ~(HIGH_THROUGHPUT | CAUSAL)) != 0) {
            throw in.unsupported("modes of the arithmetic coder in High-Throughput code blocks");
        }
        List<Integer> precincts = new ArrayList<>();
        for (int i = 0; i <= levels; i++) {
            int size = withPrecincts ? in.uint8() : LARGEST_PRECINCT;
            precincts.add(size);
            if (i > 0 && ((size & 15) == 0 || size >> 4 == 0)) {
                throw in.invalid("impossible precincts");
            }
        }
        return new CodingStyle(levels, width, height, modes, filter == 1, precincts);
    }

    /** Exponent of a precinct's width at a resolution. */
    int precinctWidth(int resolution) {
        return precincts.get(resolution) & 15;
    }

    /** Exponent of a precinct's height at a resolution. */
    int precinctHeight(int resolution) {
        return precincts.get(resolution) >> 4;
    }

    boolean has(int mode) {
        return (modes & mode) != 0;
    }
}
