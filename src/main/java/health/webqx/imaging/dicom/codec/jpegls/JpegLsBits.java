package health.webqx.imaging.dicom.codec.jpegls;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Bits of a scan: after a byte of ones the next byte has only seven, or is a marker (T.87 annex A.1). For one thread. */
final class JpegLsBits {
    private final byte[] bytes;
    private final int end;
    private int at;
    private long buffer;
    private int count;
    /** Zero bits at the low end of the buffer that are not in the stream. */
    private int beyond;

    JpegLsBits(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The next bits as a number; at most 24. */
    int read(int bits) throws DicomException {
        if (count < bits) {
            fill();
        }
        int value = (int) (buffer >>> (count - bits)) & ((1 << bits) - 1);
        pass(bits);
        return value;
    }

    boolean readBit() throws DicomException {
        return read(1) != 0;
    }

    /** Zeros before the next one, which is passed over too; refuses more than {@code most}. */
    int zeros(int most) throws DicomException {
        int zeros = 0;
        while (true) {
            if (count == 0) {
                fill();
            }
            int leading = Math.min(count, Long.numberOfLeadingZeros(buffer << (64 - count)));
            zeros += leading;
            if (zeros > most) {
                throw new DicomException(Reason.INVALID_STRUCTURE, at, "an impossible Golomb code");
            }
            if (leading < count) {
                pass(leading + 1);
                return zeros;
            }
            pass(leading);
        }
    }

    /** Where the next marker is. */
    int endOfScan() {
        count = 0;
        beyond = 0;
        while (at + 1 < end && (bytes[at] != (byte) 0xFF || (bytes[at + 1] & 0x80) == 0)) {
            at++;
        }
        return at;
    }

    private void pass(int bits) throws DicomException {
        count -= bits;
        if (count < beyond) {
            throw new DicomException(Reason.TRUNCATED, at, "entropy coded data end early");
        }
    }

    private void fill() {
        while (count <= 48) {
            boolean stuffed = at > 0 && bytes[at - 1] == (byte) 0xFF;
            boolean marker = at >= end || (bytes[at] == (byte) 0xFF && (at + 1 >= end || (bytes[at + 1] & 0x80) != 0));
            int width = stuffed ? 7 : 8;
            int next = 0;
            if (marker) {
                width = 8;
                beyond += width;
            } else {
                next = bytes[at++] & 0xFF;
            }
            buffer = buffer << width | next;
            count += width;
        }
    }
}
