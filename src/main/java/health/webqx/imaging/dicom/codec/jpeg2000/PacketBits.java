package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Bits of packet headers: after a byte of ones the next has only seven (T.800 B.10.1). For one thread. */
final class PacketBits {
    private final byte[] bytes;
    private int at;
    private int current;
    private int left;

    PacketBits(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    int remaining() {
        return bytes.length - at;
    }

    int readBit() throws DicomException {
        if (left == 0) {
            left = current == 0xFF ? 7 : 8;
            current = next();
        }
        return current >> --left & 1;
    }

    int read(int bits) throws DicomException {
        int value = 0;
        for (int i = 0; i < bits; i++) {
            value = value << 1 | readBit();
        }
        return value;
    }

    /** Goes on at the next byte, after the one that is stuffed behind a byte of ones. */
    void align() throws DicomException {
        if (current == 0xFF) {
            next();
        }
        current = 0;
        left = 0;
    }

    /** Passes over a marker segment of so many bytes, if it is there. */
    void skipMarker(int marker, int length) throws DicomException {
        if (remaining() >= 2 && (bytes[at] & 0xFF) == marker >> 8 && (bytes[at + 1] & 0xFF) == (marker & 0xFF)) {
            skip(length);
        }
    }

    void skip(int count) throws DicomException {
        if (count < 0 || count > remaining()) {
            throw truncated();
        }
        at += count;
    }

    private int next() throws DicomException {
        if (at >= bytes.length) {
            throw truncated();
        }
        return bytes[at++] & 0xFF;
    }

    private DicomException truncated() {
        return new DicomException(Reason.TRUNCATED, -1, "a tile ends within its packets");
    }
}
