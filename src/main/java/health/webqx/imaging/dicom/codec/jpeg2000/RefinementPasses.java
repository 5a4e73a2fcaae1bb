package health.webqx.imaging.dicom.codec.jpeg2000;

import java.util.Arrays;

/**
 * The passes of a High-Throughput code block that refine the cleanup pass by one bit plane, in stripes of four rows: SigProp
 * finds what became significant beside what is, MagRef adds a bit to what was (T.814 7.4, 7.5). For one thread.
 */
final class RefinementPasses {
    private static final int STRIPE = 4;
    /** Columns whose signs come together. */
    private static final int GROUP = 4;

    private static final byte CLEANED_UP = 1;
    private static final byte PROPAGATED = 2;

    private final ForwardBits propagation = new ForwardBits();
    private final BackwardBits refinement = new BackwardBits();
    /** What is significant, with a margin of zeros. */
    private byte[] state = new byte[0];

    private int[] values = new int[0];
    private int width;
    private int height;
    private int stride;
    private boolean causal;
    /** Half a unit of the bit plane, as values hold it with their fractional bit. */
    private int half;

    /**
     * Refines values.
     *
     * @param coded SigProp from its begin, MagRef from its end
     * @param passes 1 without MagRef, 2 with it
     * @param plane the bit plane that is added, 0 for the lowest
     * @param causal whether a stripe does not see the one below it
     */
    void decode(byte[] coded, int passes, Area area, int plane, boolean causal, int[] values) {
        this.values = values;
        this.causal = causal;
        width = area.width();
        height = area.height();
        half = 1 << plane;
        markSignificant();
        propagation.start(coded, 0, coded.length, 0);
        refinement.startMagRef(coded);
        for (int top = 0; top < height; top += STRIPE) {
            int bottom = Math.min(top + STRIPE, height);
            for (int x = 0; x < width; x += GROUP) {
                propagate(x, Math.min(x + GROUP, width), top, bottom);
            }
            if (passes > 1) {
                refine(top, bottom);
            }
        }
    }

    private void markSignificant() {
        stride = width + 2;
        int size = stride * (height + 2);
        if (state.length < size) {
            state = new byte[size];
        } else {
            Arrays.fill(state, 0, size, (byte) 0);
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                state[(y + 1) * stride + x + 1] = values[y * width + x] != 0 ? CLEANED_UP : 0;
            }
        }
    }

    private void propagate(int left, int right, int top, int bottom) {
        boolean found = false;
        for (int x = left; x < right; x++) {
            int at = (top + 1) * stride + x + 1;
            for (int y = top; y < bottom; y++, at += stride) {
                if (state[at] == 0 && isBeside(at, y) && propagation.read(1) == 1) {
                    state[at] = PROPAGATED;
                    found = true;
                }
            }
        }
        for (int x = left; found && x < right; x++) {
            for (int y = top; y < bottom; y++) {
                if (state[(y + 1) * stride + x + 1] == PROPAGATED) {
                    values[y * width + x] = propagation.read(1) == 1 ? -3 * half : 3 * half;
                }
            }
        }
    }

    private boolean isBeside(int at, int y) {
        int beside =
                state[at - stride - 1] | state[at - stride] | state[at - stride + 1] | state[at - 1] | state[at + 1];
        if (!causal || y % STRIPE != STRIPE - 1) {
            beside |= state[at + stride - 1] | state[at + stride] | state[at + stride + 1];
        }
        return beside != 0;
    }

    private void refine(int top, int bottom) {
        for (int x = 0; x < width; x++) {
            for (int y = top; y < bottom; y++) {
                if (state[(y + 1) * stride + x + 1] == CLEANED_UP) {
                    int at = y * width + x;
                    int change = refinement.read() == 1 ? half : -half;
                    values[at] += values[at] < 0 ? -change : change;
                }
            }
        }
    }
}
