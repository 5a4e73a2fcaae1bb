package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Segments that a palette is made of: steps, ramps, and repetitions of earlier ones (PS3.3 C.7.9.2). For one use. */
final class PaletteSegments {
    private static final int DISCRETE = 0;
    private static final int LINEAR = 1;
    private static final int INDIRECT = 2;
    /** More than a table of 65536 entries can need: empty ones could be repeated without end. */
    private static final int MOST_SEGMENTS = 1 << 17;

    private final byte[] bytes;
    private final int width;
    private final int[] entries;
    private int at;
    private int filled;
    private int segments;

    PaletteSegments(byte[] bytes, int bits, int count) {
        this.bytes = bytes;
        this.width = bits / 8;
        this.entries = new int[count];
    }

    int[] expand() throws DicomException {
        while (filled < entries.length && at + 2 * width <= bytes.length) {
            segment(true);
        }
        if (filled < entries.length) {
            throw new DicomException(Reason.TRUNCATED, -1, "palette segments end early");
        }
        return entries;
    }

    private void segment(boolean indirectAllowed) throws DicomException {
        if (++segments > MOST_SEGMENTS) {
            throw damaged();
        }
        int opcode = next();
        int count = next();
        switch (opcode) {
            case DISCRETE -> {
                for (int i = 0; i < count; i++) {
                    add(next());
                }
            }
            case LINEAR -> {
                if (filled == 0) {
                    throw damaged();
                }
                int from = entries[filled - 1];
                int to = next();
                for (int i = 1; i <= count; i++) {
                    add(from + (int) Math.round((to - from) * (double) i / count));
                }
            }
            case INDIRECT -> {
                if (!indirectAllowed) {
                    throw damaged();
                }
                repeat(count);
            }
            default -> throw damaged();
        }
    }

    /** Segments from an offset on, once more; the offset's lower word comes first. */
    private void repeat(int count) throws DicomException {
        int offset = width == 2 ? next() | next() << 16 : next() | next() << 8 | next() << 16 | next() << 24;
        int back = at;
        at = offset;
        for (int i = 0; i < count; i++) {
            segment(false);
        }
        at = back;
    }

    private void add(int value) throws DicomException {
        if (filled == entries.length) {
            throw damaged();
        }
        entries[filled++] = value;
    }

    private int next() throws DicomException {
        if (at < 0 || at > bytes.length - width) {
            throw damaged();
        }
        int value = bytes[at] & 0xFF;
        if (width == 2) {
            value |= (bytes[at + 1] & 0xFF) << 8;
        }
        at += width;
        return value;
    }

    private static DicomException damaged() {
        return new DicomException(Reason.INVALID_STRUCTURE, -1, "damaged palette segments");
    }
}
