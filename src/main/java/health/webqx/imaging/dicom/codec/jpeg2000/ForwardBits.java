package health.webqx.imaging.dicom.codec.jpeg2000;

/**
 * Bits of a part of a code block that grows forward, MagSgn or SigProp: the lowest bit of a byte first, seven bits of the one
 * after a byte of ones (T.814 7.1.2, 7.1.6). What goes on after the end is all ones or all zeros. For one thread.
 */
final class ForwardBits {
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int beyond;
    private boolean stuffed;
    private long held;
    private int count;

    /**
     * Begins at a position.
     *
     * @param beyond the byte that stands for those after the end, 0 or 255
     */
    void start(byte[] coded, int from, int to, int beyond) {
        bytes = coded;
        at = from;
        end = to;
        this.beyond = beyond;
        stuffed = false;
        held = 0;
        count = 0;
    }

    /** The next bits, the first one lowest; 31 at most. */
    int read(int bits) {
        if (count < bits) {
            fill();
        }
        int value = (int) held & ((1 << bits) - 1);
        held >>>= bits;
        count -= bits;
        return value;
    }

    private void fill() {
        while (count <= Long.SIZE - 8) {
            int next = at < end ? bytes[at++] & 0xFF : beyond;
            if (stuffed) {
                next &= 0x7F;
            }
            held |= (long) next << count;
            count += stuffed ? 7 : 8;
            stuffed = next == 0xFF;
        }
    }
}
