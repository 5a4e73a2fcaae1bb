package health.webqx.imaging.dicom.codec.jpeg2000;

/** Bits of passes that bypass the arithmetic coder: after a byte of ones the next has seven (T.800 D.6). For one thread. */
final class RawBits {
    private final byte[] bytes;
    private int at;
    private int current;
    private int left;

    RawBits(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The next bit, ones beyond the end. */
    int next() {
        if (left == 0) {
            left = current == 0xFF ? 7 : 8;
            current = at < bytes.length ? bytes[at++] & 0xFF : 0xFF;
        }
        return current >> --left & 1;
    }
}
