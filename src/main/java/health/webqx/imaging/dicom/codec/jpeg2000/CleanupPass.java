package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.util.Arrays;

/**
 * The cleanup pass of a High-Throughput code block (T.814 7.3): quads of two by two samples, row by row, their codes in
 * pairs, their magnitudes and signs apart. For one thread.
 */
final class CleanupPass {
    /** Bytes of MEL and VLC at most (T.814 7.1.1). */
    private static final int MOST_SUFFIX = 4079;
    /** Bits of the U-VLC prefix by the next three bits (T.814 table 3). */
    private static final int[] PREFIX_BITS = {3, 1, 2, 1, 3, 1, 2, 1};
    /** Its value. */
    private static final int[] PREFIX = {5, 1, 2, 1, 3, 1, 2, 1};
    /** Bits of the suffix after it. */
    private static final int[] SUFFIX_BITS = {5, 0, 0, 0, 1, 0, 0, 0};

    private final MelDecoder mel = new MelDecoder();
    private final BackwardBits vlc = new BackwardBits();
    private final ForwardBits magnitudes = new ForwardBits();
    /** Exponents of the lower samples of the row of quads above, 0 where insignificant; a column of zeros before. */
    private int[] above = new int[0];
    /** Those of the row that is being decoded. */
    private int[] lower = new int[0];

    private int[] values = new int[0];
    private int width;
    private int height;
    private int plane;
    private int mostExponent;
    private int u1;
    private int u2;

    /**
     * Decodes into values that are zero.
     *
     * @param plane the bit plane that the pass reaches down to, 0 for the lowest
     * @param planes bit planes from there on up, those of the block that are not known to be zero
     * @param values row by row, with their signs and one fractional bit, which is set
     */
    void decode(byte[] coded, Area area, int plane, int planes, int[] values) throws DicomException {
        this.values = values;
        this.plane = plane;
        mostExponent = planes + 1;
        width = area.width();
        height = area.height();
        start(coded);
        for (int y = 0; y < height; y += 2) {
            if (y == 0) {
                firstRow();
            } else {
                row(y);
            }
            int[] done = lower;
            lower = above;
            above = done;
        }
    }

    private void start(byte[] coded) throws DicomException {
        int length = coded.length;
        int suffix = length < 2 ? 0 : (coded[length - 1] & 0xFF) << 4 | (coded[length - 2] & 15);
        if (suffix < 2 || suffix > Math.min(length, MOST_SUFFIX)) {
            throw damaged();
        }
        magnitudes.start(coded, 0, length - suffix, 0xFF);
        mel.start(coded, length - suffix, length);
        vlc.startVlc(coded, length - suffix, length);
        if (above.length < width + 6) {
            above = new int[width + 6];
            lower = new int[width + 6];
        } else {
            Arrays.fill(above, 0, width + 6, 0);
            Arrays.fill(lower, 0, width + 6, 0);
        }
    }

    private void firstRow() throws DicomException {
        int west = 0;
        for (int x = 0; x < width; x += 4) {
            int one = quad(VlcCodes.FIRST_ROW, firstRowContext(west));
            west = VlcCodes.significant(one);
            int two = 0;
            if (x + 2 < width) {
                two = quad(VlcCodes.FIRST_ROW, firstRowContext(west));
                west = VlcCodes.significant(two);
            }
            firstRowOffsets(VlcCodes.offset(one), VlcCodes.offset(two));
            samples(one, 1 + u1, x, 0);
            samples(two, 1 + u2, x + 2, 0);
        }
    }

    private void row(int y) throws DicomException {
        int west = 0;
        for (int x = 0; x < width; x += 4) {
            int one = quad(VlcCodes.OTHER_ROWS, context(west, x));
            west = VlcCodes.significant(one);
            int two = 0;
            if (x + 2 < width) {
                two = quad(VlcCodes.OTHER_ROWS, context(west, x + 2));
                west = VlcCodes.significant(two);
            }
            offsets(VlcCodes.offset(one), VlcCodes.offset(two));
            samples(one, predicted(one, x) + u1, x, y);
            samples(two, predicted(two, x + 2) + u2, x + 2, y);
        }
    }

    /** By the samples of the quad before (T.814 equation 1). */
    private static int firstRowContext(int west) {
        return ((west | west >> 1) & 1) | west >> 2 << 1;
    }

    /** By the right samples of the quad before and those above (T.814 equation 2). */
    private int context(int west, int x) {
        int context = (west & 12) != 0 ? 2 : 0;
        if ((above[x] | above[x + 1]) != 0) {
            context |= 1;
        }
        if ((above[x + 2] | above[x + 3]) != 0) {
            context |= 4;
        }
        return context;
    }

    /** In a context where nothing is significant an event of MEL says whether the quad is. */
    private int quad(int[] codes, int context) {
        if (context == 0 && mel.next() == 0) {
            return 0;
        }
        int code = codes[context << VlcCodes.LOOKAHEAD | (vlc.peek() & ((1 << VlcCodes.LOOKAHEAD) - 1))];
        vlc.skip(VlcCodes.length(code));
        return code;
    }

    /** What the exponents above let expect of a quad with more than one significant sample (T.814 equation 5). */
    private int predicted(int code, int x) {
        int significant = VlcCodes.significant(code);
        if ((significant & (significant - 1)) == 0) {
            return 1;
        }
        int most = Math.max(Math.max(above[x], above[x + 1]), Math.max(above[x + 2], above[x + 3]));
        return Math.max(1, most - 1);
    }

    /** U-VLC of a pair in the first row, where both are seldom large (T.814 7.3.6). */
    private void firstRowOffsets(int one, int two) {
        if ((one & two) == 0) {
            offsets(one, two);
        } else if (mel.next() == 1) {
            offsets(one, two);
            u1 += 2;
            u2 += 2;
        } else {
            int prefix = prefix();
            if (PREFIX[prefix] > 2) {
                u2 = 1 + vlc.read();
                u1 = suffix(prefix);
            } else {
                int second = prefix();
                u1 = suffix(prefix);
                u2 = suffix(second);
            }
        }
    }

    private void offsets(int one, int two) {
        int first = one == 0 ? 0 : prefix();
        int second = two == 0 ? 0 : prefix();
        u1 = one == 0 ? 0 : suffix(first);
        u2 = two == 0 ? 0 : suffix(second);
    }

    private int prefix() {
        int prefix = vlc.peek() & 7;
        vlc.skip(PREFIX_BITS[prefix]);
        return prefix;
    }

    /** The whole value; the extension of values above 32 is not read, since no block here has so large an exponent. */
    private int suffix(int prefix) {
        int bits = SUFFIX_BITS[prefix];
        if (bits == 0) {
            return PREFIX[prefix];
        }
        int suffix = vlc.peek() & ((1 << bits) - 1);
        vlc.skip(bits);
        return PREFIX[prefix] + suffix;
    }

    /** Magnitudes and signs of a quad (T.814 7.3). */
    private void samples(int code, int exponent, int x, int y) throws DicomException {
        int significant = VlcCodes.significant(code);
        if (significant == 0) {
            lower[x + 1] = 0;
            lower[x + 2] = 0;
            return;
        }
        boolean outside = (x + 1 == width && (significant & 12) != 0) || (y + 1 == height && (significant & 10) != 0);
        if (exponent > mostExponent || outside) {
            throw damaged();
        }
        int at = y * width + x;
        if ((significant & 1) != 0) {
            sample(code, exponent, 0, at);
        }
        lower[x + 1] = (significant & 2) != 0 ? sample(code, exponent, 1, at + width) : 0;
        if ((significant & 4) != 0) {
            sample(code, exponent, 2, at + 1);
        }
        lower[x + 2] = (significant & 8) != 0 ? sample(code, exponent, 3, at + width + 1) : 0;
    }

    /** Puts a sample down; gives its exponent. */
    private int sample(int code, int exponent, int index, int at) {
        int bits = exponent - VlcCodes.known(code, index);
        int coded = magnitudes.read(bits) | VlcCodes.highest(code, index) << bits;
        int magnitude = ((coded | 1) + 2) << plane;
        values[at] = (coded & 1) != 0 ? -magnitude : magnitude;
        return Integer.SIZE - Integer.numberOfLeadingZeros(coded | 1);
    }

    private static DicomException damaged() {
        return new DicomException(Reason.INVALID_STRUCTURE, -1, "a damaged High-Throughput code block");
    }
}
