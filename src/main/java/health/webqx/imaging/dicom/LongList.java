package health.webqx.imaging.dicom;

import java.util.Arrays;

/** Longs without boxes: a cine has a fragment per frame, tens of thousands of them. */
final class LongList {
    private long[] values = new long[8];
    private int count;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    long[] toArray() {
        return Arrays.copyOf(values, count);
    }
}
