package health.webqx.imaging.dicom.codec.jpeg2000;

/**
 * Which context a coefficient is coded in, by what is known of its neighbours (T.800 D.3). What is known of a coefficient
 * and its neighbours is kept in one number of these bits.
 */
final class BlockContexts {
    static final int WEST = 1;
    static final int EAST = 1 << 1;
    static final int NORTH = 1 << 2;
    static final int SOUTH = 1 << 3;
    static final int NORTH_WEST = 1 << 4;
    static final int NORTH_EAST = 1 << 5;
    static final int SOUTH_WEST = 1 << 6;
    static final int SOUTH_EAST = 1 << 7;
    /** Any neighbour is significant. */
    static final int AROUND = 0xFF;

    static final int WEST_NEGATIVE = 1 << 8;
    static final int EAST_NEGATIVE = 1 << 9;
    static final int NORTH_NEGATIVE = 1 << 10;
    static final int SOUTH_NEGATIVE = 1 << 11;
    static final int SIGNIFICANT = 1 << 12;
    static final int VISITED = 1 << 13;
    static final int REFINED = 1 << 14;
    static final int NEGATIVE = 1 << 15;
    /** What a vertically causal block does not see in the last row of a stripe (T.800 D.7). */
    static final int BELOW = SOUTH | SOUTH_WEST | SOUTH_EAST | SOUTH_NEGATIVE;

    private static final byte[][] ZERO = new byte[4][256];
    private static final byte[] SIGN = new byte[256];

    static {
        for (int around = 0; around < 256; around++) {
            int horizontal = (around & 1) + (around >> 1 & 1);
            int vertical = (around >> 2 & 1) + (around >> 3 & 1);
            int diagonal = Integer.bitCount(around >> 4);
            ZERO[0][around] = (byte) straight(horizontal, vertical, diagonal);
            ZERO[1][around] = (byte) straight(vertical, horizontal, diagonal);
            ZERO[2][around] = ZERO[0][around];
            ZERO[3][around] = (byte) oblique(horizontal + vertical, diagonal);
            SIGN[around] = (byte) sign(around & 15, around >> 4);
        }
    }

    private BlockContexts() {}

    /** Contexts of a coefficient that is not significant yet, by {@link #AROUND}; of a subband (T.800 table D.1). */
    static byte[] zero(int xHigh, int yHigh) {
        return ZERO[xHigh + 2 * yHigh];
    }

    /** The context of a sign, plus 128 if the decision is to be inverted (T.800 table D.3). */
    static int sign(int known) {
        return SIGN[(known & 15) | (known >> 4 & 0xF0)] & 0xFF;
    }

    /** The context of a further bit (T.800 table D.4). */
    static int magnitude(int known) {
        return (known & REFINED) != 0 ? 16 : (known & AROUND) != 0 ? 15 : 14;
    }

    private static int straight(int along, int across, int diagonal) {
        if (along == 2) {
            return 8;
        } else if (along == 1) {
            return across >= 1 ? 7 : diagonal >= 1 ? 6 : 5;
        }
        return across > 0 ? across + 2 : Math.min(diagonal, 2);
    }

    private static int oblique(int straight, int diagonal) {
        if (diagonal >= 3) {
            return 8;
        } else if (diagonal == 2) {
            return straight >= 1 ? 7 : 6;
        }
        return Math.min(straight, 2) + (diagonal == 1 ? 3 : 0);
    }

    private static int sign(int significant, int negative) {
        int horizontal = part(significant, negative, 0);
        int vertical = part(significant, negative, 2);
        boolean inverted = horizontal < 0 || (horizontal == 0 && vertical < 0);
        int h = Math.abs(horizontal);
        int v = inverted ? -vertical : vertical;
        int context = h == 0 ? 9 + v : 12 + v;
        return inverted ? context | 128 : context;
    }

    private static int part(int significant, int negative, int shift) {
        int sum = 0;
        for (int bit = shift; bit < shift + 2; bit++) {
            if ((significant >> bit & 1) != 0) {
                sum += (negative >> bit & 1) != 0 ? -1 : 1;
            }
        }
        return Integer.signum(sum);
    }
}
