package health.webqx.imaging.dicom.codec.jpegls;

/**
 * What governs the coding of a scan (T.87 A.2, C.2.4.1.1).
 *
 * @param largest value of a sample (MAXVAL)
 * @param near how far a decoded sample may be off
 * @param t1 first threshold of gradients
 * @param t2 second threshold
 * @param t3 third threshold
 * @param reset samples of a context after which its counts are halved
 */
record Parameters(int largest, int near, int t1, int t2, int t3, int reset) {
    private static final int RESET = 64;

    /** With what an LSE segment sets; zeros stand for defaults. */
    static Parameters of(int largest, int near, int[] preset) {
        int maxval = preset[0] > 0 ? preset[0] : largest;
        int t1;
        int t2;
        int t3;
        if (maxval >= 128) {
            int factor = (Math.min(maxval, 4095) + 128) / 256;
            t1 = within(factor + 2 + 3 * near, near + 1, maxval);
            t2 = within(factor * 4 + 3 + 5 * near, t1, maxval);
            t3 = within(factor * 17 + 4 + 7 * near, t2, maxval);
        } else {
            int factor = 256 / (maxval + 1);
            t1 = within(Math.max(2, 3 / factor + 3 * near), near + 1, maxval);
            t2 = within(Math.max(3, 7 / factor + 5 * near), t1, maxval);
            t3 = within(Math.max(4, 21 / factor + 7 * near), t2, maxval);
        }
        return new Parameters(
                maxval,
                near,
                preset[1] > 0 ? preset[1] : t1,
                preset[2] > 0 ? preset[2] : t2,
                preset[3] > 0 ? preset[3] : t3,
                preset[4] > 0 ? preset[4] : RESET);
    }

    private static int within(int value, int least, int most) {
        return value > most || value < least ? least : value;
    }

    /** How many different prediction errors there are (RANGE). */
    int range() {
        return (largest + 2 * near) / (2 * near + 1) + 1;
    }

    /** Bits of an error that is not Golomb coded (qbpp). */
    int errorBits() {
        return bits(range());
    }

    /** Longest Golomb code (LIMIT). */
    int limit() {
        int bpp = Math.max(2, bits(largest + 1));
        return 2 * (bpp + Math.max(8, bpp));
    }

    private static int bits(int count) {
        return 32 - Integer.numberOfLeadingZeros(count - 1);
    }

    /** A gradient's class, from -4 to 4 (T.87 A.3.3). */
    int quantize(int gradient) {
        int size = Math.abs(gradient);
        int level = size <= near ? 0 : size < t1 ? 1 : size < t2 ? 2 : size < t3 ? 3 : 4;
        return gradient < 0 ? -level : level;
    }
}
