package health.webqx.imaging.dicom.codec;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Big endian numbers read forward from a compressed stream, never past its end. For one thread. */
public final class StreamBytes {
    private final byte[] bytes;
    private final int end;
    private int at;

    public StreamBytes(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private StreamBytes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Where the next byte is read. */
    public int position() {
        return at;
    }

    /** Position after the last byte. */
    public int end() {
        return end;
    }

    /** Bytes not read yet. */
    public int remaining() {
        return end - at;
    }

    /** The array read from; not a copy. */
    public byte[] array() {
        return bytes;
    }

    public int uint8() throws DicomException {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int uint16() throws DicomException {
        need(2);
        int value = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        at += 2;
        return value;
    }

    public long uint32() throws DicomException {
        long high = uint16();
        return high << 16 | uint16();
    }

    public void skip(int count) throws DicomException {
        need(count);
        at += count;
    }

    /** Goes on at a position that lies within. */
    public void seek(int position) throws DicomException {
        if (position < 0 || position > end) {
            throw new DicomException(Reason.TRUNCATED, at, "the compressed stream ends early");
        }
        at = position;
    }

    /** The next so many bytes as bytes of their own, passed over here. */
    public StreamBytes slice(int count) throws DicomException {
        need(count);
        StreamBytes slice = new StreamBytes(bytes, at, at + count);
        at += count;
        return slice;
    }

    /** A refusal of what is found here. */
    public DicomException invalid(String why) {
        return new DicomException(Reason.INVALID_STRUCTURE, at, why);
    }

    /** A refusal of a way of coding that is not supported. */
    public DicomException unsupported(String why) {
        return new DicomException(Reason.UNSUPPORTED, at, why);
    }

    private void need(int count) throws DicomException {
        if (count < 0 || count > end - at) {
            throw new DicomException(Reason.TRUNCATED, at, "the compressed stream ends early");
        }
    }
}
