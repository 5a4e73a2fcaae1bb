package health.webqx.imaging.dicom.codec.jpeg2000;

/**
 * Bits of a part of a code block that grows backward, VLC or MagRef: the lowest bit of a byte first, seven bits of one whose
 * lower seven are ones behind a byte above 0x8F (T.814 7.1.4, 7.1.7). After the end come zeros. For one thread.
 */
final class BackwardBits {
    private byte[] bytes = new byte[0];
    private int at;
    private int first;
    private boolean stuffed;
    private long held;
    private int count;

    /** Begins with VLC: its last byte is the upper half of the second last of the cleanup pass. */
    void startVlc(byte[] coded, int from, int to) {
        bytes = coded;
        first = from;
        at = to - 3;
        int half = (coded[to - 2] & 0xFF) >> 4;
        held = half;
        count = (half & 7) == 7 ? 3 : 4;
        if (count == 3) {
            held &= 7;
        }
        stuffed = half > 8;
    }

    /** Begins with MagRef, from its last byte. */
    void startMagRef(byte[] coded) {
        bytes = coded;
        first = 0;
        at = coded.length - 1;
        held = 0;
        count = 0;
        stuffed = true;
    }

    /** The next 32 bits, the first one lowest; they are still there. */
    int peek() {
        if (count < Integer.SIZE) {
            fill();
        }
        return (int) held;
    }

    /** Passes over bits that were seen. */
    void skip(int bits) {
        held >>>= bits;
        count -= bits;
    }

    int read() {
        int bit = peek() & 1;
        skip(1);
        return bit;
    }

    private void fill() {
        while (count <= Long.SIZE - 8) {
            int next = at >= first ? bytes[at--] & 0xFF : 0;
            boolean short7 = stuffed && (next & 0x7F) == 0x7F;
            stuffed = next > 0x8F;
            held |= (long) (short7 ? 0x7F : next) << count;
            count += short7 ? 7 : 8;
        }
    }
}
