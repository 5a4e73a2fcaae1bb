package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.List;

/**
 * Pixel values that are no measurement but fill the frame (PS3.3 C.7.5.1.1.2).
 *
 * @param least of them
 * @param most of them; below the least where there are none
 */
record Padding(long least, long most) {
    static Padding of(DataSet dataSet, PixelDescription description) {
        List<Long> values = dataSet.longs(Tag.PixelPaddingValue);
        if (values.isEmpty()) {
            return new Padding(0, -1);
        }
        long value = signed(values.get(0), description);
        List<Long> limits = dataSet.longs(Tag.PixelPaddingRangeLimit);
        long limit = limits.isEmpty() ? value : signed(limits.get(0), description);
        return new Padding(Math.min(value, limit), Math.max(value, limit));
    }

    /** Of a signed pixel it may have been written unsigned, and the other way round. */
    private static long signed(long value, PixelDescription description) {
        if (description.shape().bitsAllocated() > 16) {
            return value;
        }
        return description.signed() ? (short) value : value & 0xFFFF;
    }

    boolean holds(long value) {
        return value >= least && value <= most;
    }
}
