package health.webqx.imaging.dicom;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes read forward, with a little look-ahead and a position that 64 bits hold. The end may be known, as of a file: then
 * lengths are checked against it before anything is allocated. For one thread.
 */
final class DicomInput {
    /** Where more bytes come from. */
    interface Origin {
        /** As {@link InputStream#read(byte[], int, int)}. */
        int read(byte[] target, int from, int count) throws IOException;

        /** Passes over exactly so many bytes. */
        void skip(long count) throws IOException;
    }

    private static final int STEP = 1 << 16;

    private final Origin origin;
    private final byte[] buffer = new byte[8192];
    private final long end;
    private int at;
    private int limit;
    private long start;
    private boolean bigEndian;

    /**
     * Reads from an origin.
     *
     * @param start position that the origin's next byte counts as
     * @param end position after its last byte, {@link Long#MAX_VALUE} if not known
     */
    DicomInput(Origin origin, long start, long end) {
        this.origin = origin;
        this.start = start;
        this.end = end;
    }

    static DicomInput of(InputStream in, long start) {
        return new DicomInput(new StreamOrigin(in), start, Long.MAX_VALUE);
    }

    /** Of bytes at hand, whose end is known. */
    static DicomInput of(byte[] bytes) {
        return new DicomInput(new StreamOrigin(new ByteArrayInputStream(bytes)), 0, bytes.length);
    }

    private record StreamOrigin(InputStream in) implements Origin {
        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            return in.read(target, from, count);
        }

        @Override
        public void skip(long count) throws IOException {
            try {
                in.skipNBytes(count);
            } catch (EOFException e) {
                throw truncated(-1, count);
            }
        }
    }

    void bigEndian(boolean big) {
        bigEndian = big;
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    long position() {
        return start + at;
    }

    /** Position after the last byte, {@link Long#MAX_VALUE} if not known. */
    long end() {
        return end;
    }

    /** How many of {@code wanted} bytes (at most 1024) can be looked at: fewer only at the end. */
    int peek(int wanted) throws IOException {
        if (limit - at < wanted) {
            start += at;
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            limit -= at;
            at = 0;
            while (limit < wanted) {
                int read = origin.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    break;
                }
                limit += read;
            }
        }
        return Math.min(wanted, limit - at);
    }

    /** A byte that {@link #peek} has made sure of. */
    int peeked(int index) {
        return buffer[at + index] & 0xFF;
    }

    int peekedInt16(int index) {
        int first = peeked(index);
        int second = peeked(index + 1);
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    int peekedInt32(int index) {
        int first = peekedInt16(index);
        int second = peekedInt16(index + 2);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    /** A tag: two words in the byte order of the encoding. */
    int peekedTag(int index) {
        return peekedInt16(index) << 16 | peekedInt16(index + 2);
    }

    /** As {@link #peek}, but fails where the bytes are not there. */
    void need(int count) throws IOException {
        int there = peek(count);
        if (there < count) {
            throw truncated(position() + there, count - there);
        }
    }

    /** Passes over bytes that are there, else fails. */
    void skip(long count) throws IOException {
        if (count <= limit - at) {
            at += (int) count;
            return;
        }
        checkEnd(count);
        long beyond = count - (limit - at);
        long from = position();
        at = limit;
        origin.skip(beyond);
        start = from + count - at;
    }

    /** So many bytes; memory grows with what is really there. */
    byte[] bytes(long count) throws IOException {
        checkEnd(count);
        if (count > Integer.MAX_VALUE - 8) {
            throw new DicomException(DicomException.Reason.TOO_LARGE, position(), "a value of " + count + " bytes");
        }
        byte[] bytes = new byte[(int) Math.min(count, end == Long.MAX_VALUE ? STEP : count)];
        int have = 0;
        while (true) {
            have += read(bytes, have, bytes.length - have);
            if (have == count) {
                return bytes;
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(count, bytes.length * 2L));
        }
    }

    /** Fills the range or fails. */
    private int read(byte[] target, int from, int count) throws IOException {
        int have = Math.min(count, limit - at);
        System.arraycopy(buffer, at, target, from, have);
        at += have;
        while (have < count) {
            int read = origin.read(target, from + have, count - have);
            if (read < 0) {
                throw truncated(position(), count - have);
            }
            have += read;
            start += read;
        }
        return count;
    }

    /** Some bytes, at least one of {@code count} and that above 0, into the target; -1 at the end. Large values pass by the buffer. */
    int readSome(byte[] target, int from, int count) throws IOException {
        if (at == limit && count >= buffer.length) {
            int read = origin.read(target, from, count);
            start += Math.max(read, 0);
            return read;
        }
        if (peek(1) == 0) {
            return -1;
        }
        int read = Math.min(count, limit - at);
        System.arraycopy(buffer, at, target, from, read);
        at += read;
        return read;
    }

    private void checkEnd(long count) throws DicomException {
        if (count > end - position()) {
            throw truncated(position(), count - (end - position()));
        }
    }

    private static DicomException truncated(long position, long missing) {
        return new DicomException(DicomException.Reason.TRUNCATED, position, missing + " bytes missing");
    }
}
