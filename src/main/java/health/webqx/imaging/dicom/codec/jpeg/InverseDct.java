package health.webqx.imaging.dicom.codec.jpeg;

/**
 * The inverse DCT (T.81 A.3.3) after Loeffler, Ligtenberg and Moschytz (1989) in 13 bit fixed point. Its intermediate
 * precision is that of the reference implementations dcmtk and GDCM use, so that decoded pixels are the same, not just near.
 */
final class InverseDct {
    private static final int SCALE = 13;
    private static final int C0_298631336 = fixed(0.298631336);
    private static final int C0_390180644 = fixed(0.390180644);
    private static final int C0_541196100 = fixed(0.541196100);
    private static final int C0_765366865 = fixed(0.765366865);
    private static final int C0_899976223 = fixed(0.899976223);
    private static final int C1_175875602 = fixed(1.175875602);
    private static final int C1_501321110 = fixed(1.501321110);
    private static final int C1_847759065 = fixed(1.847759065);
    private static final int C1_961570560 = fixed(1.961570560);
    private static final int C2_053119869 = fixed(2.053119869);
    private static final int C2_562915447 = fixed(2.562915447);
    private static final int C3_072711026 = fixed(3.072711026);

    private final int extra;
    private final int center;
    private final int largest;

    /** For samples of 8 or 12 bits. */
    InverseDct(int precision) {
        extra = precision == 8 ? 2 : 1;
        center = 1 << (precision - 1);
        largest = (1 << precision) - 1;
    }

    private static int fixed(double factor) {
        return (int) Math.round(factor * (1 << SCALE));
    }

    /** Turns dequantized coefficients, which are overwritten, into samples. */
    void transform(int[] block, int[] plane, int offset, int stride) {
        for (int column = 0; column < 8; column++) {
            line(block, column, 8, SCALE - extra);
        }
        int total = SCALE + extra + 3;
        for (int row = 0; row < 8; row++) {
            line(block, row * 8, 1, total);
            int to = offset + row * stride;
            for (int column = 0; column < 8; column++) {
                int value = block[row * 8 + column] + center;
                plane[to + column] = value < 0 ? 0 : Math.min(value, largest);
            }
        }
    }

    private static void line(int[] block, int at, int step, int shift) {
        int x0 = block[at];
        int x1 = block[at + step];
        int x2 = block[at + 2 * step];
        int x3 = block[at + 3 * step];
        int x4 = block[at + 4 * step];
        int x5 = block[at + 5 * step];
        int x6 = block[at + 6 * step];
        int x7 = block[at + 7 * step];
        int round = 1 << (shift - 1);

        int even = (x2 + x6) * C0_541196100;
        int e2 = even - x6 * C1_847759065;
        int e3 = even + x2 * C0_765366865;
        int e0 = (x0 + x4) << SCALE;
        int e1 = (x0 - x4) << SCALE;
        int a0 = e0 + e3 + round;
        int a3 = e0 - e3 + round;
        int a1 = e1 + e2 + round;
        int a2 = e1 - e2 + round;

        int common = (x7 + x3 + x5 + x1) * C1_175875602;
        int z1 = -(x7 + x1) * C0_899976223;
        int z2 = -(x5 + x3) * C2_562915447;
        int z3 = common - (x7 + x3) * C1_961570560;
        int z4 = common - (x5 + x1) * C0_390180644;
        int b0 = x7 * C0_298631336 + z1 + z3;
        int b1 = x5 * C2_053119869 + z2 + z4;
        int b2 = x3 * C3_072711026 + z2 + z3;
        int b3 = x1 * C1_501321110 + z1 + z4;

        block[at] = (a0 + b3) >> shift;
        block[at + 7 * step] = (a0 - b3) >> shift;
        block[at + step] = (a1 + b2) >> shift;
        block[at + 6 * step] = (a1 - b2) >> shift;
        block[at + 2 * step] = (a2 + b1) >> shift;
        block[at + 5 * step] = (a2 - b1) >> shift;
        block[at + 3 * step] = (a3 + b0) >> shift;
        block[at + 4 * step] = (a3 - b0) >> shift;
    }
}
