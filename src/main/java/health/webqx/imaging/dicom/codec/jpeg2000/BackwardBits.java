package health.webqx.imaging.dicom.codec.jpeg2000;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits of a part of a code block that grows backward, VLC or MagRef: the lowest bit of a byte first, seven bits of one whose
 * lower seven are ones behind a byte above 0x8F (T.814 7.1). After the end come zeros. For one thread.
 */
final class BackwardBits {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

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

    /** At least 32 bits are held after it. */
    private void fill() {
        if (at - first >= Integer.BYTES - 1) {
            int word = (int) WORDS.get(bytes, at - (Integer.BYTES - 1));
            int open = ~word & 0x7F7F7F7F;
            if (((open - 0x01010101) & ~open & 0x80808080) == 0) { // no byte whose lower seven bits are ones
                held |= (word & 0xFFFFFFFFL) << count;
                count += Integer.SIZE;
                at -= Integer.BYTES;
                stuffed = word >>> 24 > 0x8F;
                return;
            }
        }
        while (count < Integer.SIZE) {
            fillByte();
        }
    }

    private void fillByte() {
        int next = at >= first ? bytes[at--] & 0xFF : 0;
        int bits = stuffed && (next & 0x7F) == 0x7F ? 7 : 8;
        stuffed = next > 0x8F;
        held |= (long) (next & ((1 << bits) - 1)) << count;
        count += bits;
    }
}
