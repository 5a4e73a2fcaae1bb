package health.webqx.imaging.pacs.upstream;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/**
 * Bytes to be found among others. Wherever they stand, every so manieth pair, by their own number, is one of theirs: only those
 * are looked at, and none depends on the one before. Immutable.
 */
public final class BytePattern {
    private final byte[] wanted;

    /** Whether two bytes, the first one as the higher, follow each other in the pattern: a bit each. */
    private final long[] pairs = new long[1 << 10];

    /** @param wanted two bytes at least; {@code IllegalArgumentException} for fewer */
    public BytePattern(byte[] wanted) {
        if (wanted.length < 2) {
            throw new IllegalArgumentException("a single byte has no pair to be looked for");
        }
        this.wanted = wanted.clone();
        for (int i = 1; i < wanted.length; i++) {
            int pair = pair(wanted[i - 1], wanted[i]);
            pairs[pair >> 6] |= 1L << pair;
        }
    }

    private static int pair(byte first, byte second) {
        return ((first & 0xFF) << 8) | (second & 0xFF);
    }

    /** Of the pattern, in bytes. */
    public int length() {
        return wanted.length;
    }

    /** Where it is found first; -1 if nowhere. */
    public int indexIn(byte[] bytes) {
        return indexIn(ByteBuffer.wrap(bytes));
    }

    /** Where it is found first; -1 if nowhere. */
    int indexIn(Buffer buffer) {
        return indexIn(InPlace.of(buffer));
    }

    /** Whether a buffer begins with it. */
    boolean begins(Buffer buffer) {
        return buffer.length() >= wanted.length && standsAt(InPlace.of(buffer), 0, wanted.length);
    }

    /** Of bytes that it is not found in: how many at their end may be its beginning, if more come. */
    int begunIn(Buffer buffer) {
        ByteBuffer bytes = InPlace.of(buffer);
        int end = bytes.limit();
        for (int at = Math.max(0, end - wanted.length + 1); at < end; at++) {
            if (standsAt(bytes, at, end - at)) {
                return end - at;
            }
        }
        return 0;
    }

    private int indexIn(ByteBuffer bytes) {
        int stride = wanted.length - 1;
        int last = bytes.limit() - 1;
        for (int at = stride - 1; at < last; at += stride) {
            int pair = pair(bytes.get(at), bytes.get(at + 1));
            if ((pairs[pair >> 6] & (1L << pair)) != 0) {
                int found = around(bytes, at);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    /** Where the pattern begins, if it holds both the byte that is there and the next one. */
    private int around(ByteBuffer bytes, int at) {
        byte first = bytes.get(at);
        byte second = bytes.get(at + 1);
        for (int i = wanted.length - 2; i >= 0; i--) {
            int begin = at - i;
            if (wanted[i] == first
                    && wanted[i + 1] == second
                    && begin >= 0
                    && begin <= bytes.limit() - wanted.length
                    && standsAt(bytes, begin, wanted.length)) {
                return begin;
            }
        }
        return -1;
    }

    private boolean standsAt(ByteBuffer bytes, int begin, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes.get(begin + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
