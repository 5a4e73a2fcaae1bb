package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Entropy coded bits up to the next marker, stuffed zero bytes taken out (T.81 F.2.2.5). For one thread. */
final class JpegBits {
    private final byte[] bytes;
    private final int end;
    private int at;
    private long buffer;
    private int count;
    /** Zero bits at the low end of the buffer that are not in the stream: looking ahead may see them, reading may not. */
    private int beyond;

    JpegBits(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The next bits without passing over them, zeros beyond the end; at most 24. */
    int peek(int bits) {
        if (count < bits) {
            fill();
        }
        return (int) (buffer >>> (count - bits)) & ((1 << bits) - 1);
    }

    /** Passes over bits that were looked at. */
    void skip(int bits) throws DicomException {
        count -= bits;
        if (count < beyond) {
            throw new DicomException(Reason.TRUNCATED, at, "entropy coded data end early");
        }
    }

    /** So many bits as a difference (T.81 F.2.2.1, EXTEND); at most 16. */
    int difference(int bits) throws DicomException {
        if (bits == 0) {
            return 0;
        }
        int value = peek(bits);
        skip(bits);
        return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /** Passes over the rest of the interval and the restart marker that must follow (T.81 F.2.2.4). */
    void restart() throws DicomException {
        discard();
        while (at + 1 < end && bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) 0xFF) {
            at++;
        }
        if (at + 1 >= end || bytes[at] != (byte) 0xFF || (bytes[at + 1] & 0xF8) != 0xD0) {
            throw new DicomException(Reason.INVALID_STRUCTURE, at, "no restart marker after an interval");
        }
        at += 2;
    }

    /** Where the marker is that ends the scan, if the stream has any left. */
    int endOfScan() {
        discard();
        return at;
    }

    /** Goes to the marker: read-ahead stops there, so what is left before it are pad bits. */
    private void discard() {
        count = 0;
        beyond = 0;
        buffer = 0;
        while (at + 1 < end && (bytes[at] != (byte) 0xFF || bytes[at + 1] == 0)) {
            at++;
        }
    }

    private void fill() {
        while (count <= 48) {
            int next = 0;
            if (at < end && bytes[at] != (byte) 0xFF) {
                next = bytes[at++] & 0xFF;
            } else if (at + 1 < end && bytes[at + 1] == 0) {
                next = 0xFF;
                at += 2;
            } else {
                beyond += 8;
            }
            buffer = buffer << 8 | next;
            count += 8;
        }
    }
}
