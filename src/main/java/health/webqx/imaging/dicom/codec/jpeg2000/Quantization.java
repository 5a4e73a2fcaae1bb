package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Step sizes of subbands (T.800 A.6.4, E.1), ordered from the lowest subband up.
 *
 * @param guardBits bits by which a coefficient may be larger than nominal
 * @param derived whether all follow from the first
 * @param steps exponent in the upper 5 of 16 bits, mantissa in the lower 11
 */
record Quantization(int guardBits, boolean derived, List<Integer> steps) {
    Quantization {
        steps = List.copyOf(steps);
    }

    static Quantization read(StreamBytes in) throws DicomException {
        int style = in.uint8();
        int kind = style & 31;
        if (kind > 2) {
            throw in.invalid("no such quantization");
        }
        int count = kind == 0 ? in.remaining() : kind == 1 ? 1 : in.remaining() / 2;
        List<Integer> steps = new ArrayList<>();
        for (int i = 0; i < Math.min(count, 97); i++) {
            steps.add(kind == 0 ? (in.uint8() >> 3) << 11 : in.uint16());
        }
        return new Quantization(style >> 5, kind == 1, steps);
    }

    /** The exponent of a subband, counted from the lowest. */
    int exponent(int subband) throws DicomException {
        int exponent = step(subband) >> 11;
        return derived && subband > 0 ? exponent - (subband - 1) / 3 : exponent;
    }

    int mantissa(int subband) throws DicomException {
        return step(subband) & 0x7FF;
    }

    private int step(int subband) throws DicomException {
        int index = derived ? 0 : subband;
        if (index >= steps.size()) {
            throw new DicomException(
                    DicomException.Reason.INVALID_STRUCTURE, -1, "a subband without quantization step");
        }
        return steps.get(index);
    }
}
