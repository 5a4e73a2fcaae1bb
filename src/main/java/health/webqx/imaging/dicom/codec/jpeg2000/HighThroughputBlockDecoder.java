package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.Arrays;

/**
 * Decodes the coefficients of High-Throughput code blocks (T.814 clause 7): one cleanup pass that brings all bit planes from
 * its own up, and two at most that refine it by one. Values have one fractional bit, as those of {@link BlockDecoder}. For
 * one thread.
 */
final class HighThroughputBlockDecoder {
    /** Bit planes that 31 bits hold beside a fractional bit. */
    private static final int MOST_PLANES = 30;

    private final CleanupPass cleanup = new CleanupPass();
    private final RefinementPasses refinement = new RefinementPasses();
    private int[] values = new int[0];

    /** Coefficients with their signs, row by row, valid until the next call. */
    int[] decode(CodeBlock block, Subband subband, TileComponent component) throws DicomException {
        int planes = component.quantization.guardBits() + subband.exponent - 1;
        int plane = planes - 1 - block.zeroPlanes;
        boolean refined = block.segments.size() > 1;
        if (planes > MOST_PLANES || plane < (refined ? 1 : 0)) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "impossible number of bit planes");
        }
        prepare(block.area.width() * block.area.height());
        byte[] coded = block.segments.get(0).bytes.toByteArray();
        cleanup.decode(coded, block.area, plane, block.zeroPlanes + 1, values);
        if (refined) {
            CodeBlock.Segment second = block.segments.get(1);
            if (second.bytes.size() == 0) {
                throw new DicomException(Reason.INVALID_STRUCTURE, -1, "coding passes without bytes");
            }
            boolean causal = component.style.has(CodingStyle.CAUSAL);
            refinement.decode(second.bytes.toByteArray(), second.passes, block.area, plane - 1, causal, values);
        }
        return values;
    }

    private void prepare(int size) {
        if (values.length < size) {
            values = new int[size];
        } else {
            Arrays.fill(values, 0, size, 0);
        }
    }
}
