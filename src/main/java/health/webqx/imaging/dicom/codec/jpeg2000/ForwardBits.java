package health.webqx.imaging.dicom.codec.jpeg2000;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits of a part of a code block that grows forward, MagSgn or SigProp: the lowest bit of a byte first, seven bits of the one
 * after a byte of ones (T.814 7.1). What goes on after the end is all ones or all zeros. For one thread.
 */
final class ForwardBits {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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

    /** At least 32 bits are held after it. */
    private void fill() {
        if (!stuffed && end - at >= Integer.BYTES) {
            int word = (int) WORDS.get(bytes, at);
            if (((~word - 0x01010101) & word & 0x80808080) == 0) { // no byte of ones
                held |= (word & 0xFFFFFFFFL) << count;
                count += Integer.SIZE;
                at += Integer.BYTES;
                return;
            }
        }
        while (count < Integer.SIZE) {
            fillByte();
        }
    }

    private void fillByte() {
        int next = at < end ? bytes[at++] & 0xFF : beyond;
        int bits = stuffed ? 7 : 8;
        next &= (1 << bits) - 1;
        held |= (long) next << count;
        count += bits;
        stuffed = next == 0xFF;
    }
}
