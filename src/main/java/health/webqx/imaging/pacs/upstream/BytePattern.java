package health.webqx.imaging.pacs.upstream;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Bytes to be found among others. Wherever they stand, every so manieth byte, by their own number, is one of them: only those
 * are looked at, and none depends on the one before. Immutable.
 */
public final class BytePattern {
    private static final int[] NOWHERE = {};

    private final byte[] wanted;

    /** Where in the pattern a byte stands, the last place first. */
    private final int[][] places = new int[256][];

    /** @param wanted one byte at least */
    public BytePattern(byte[] wanted) {
        this.wanted = wanted.clone();
        Arrays.fill(places, NOWHERE);
        for (int i = 0; i < wanted.length; i++) {
            int[] before = places[wanted[i] & 0xFF];
            int[] now = new int[before.length + 1];
            now[0] = i;
            System.arraycopy(before, 0, now, 1, before.length);
            places[wanted[i] & 0xFF] = now;
        }
    }

    /** Of the pattern, in bytes. */
    public int length() {
        return wanted.length;
    }

    /** Where it is found first; -1 if nowhere. */
    public int indexIn(byte[] bytes) {
        return indexIn(bytes, 0, bytes.length);
    }

    /** Where it is found first; -1 if nowhere. */
    int indexIn(Buffer buffer) {
        InPlace in = InPlace.of(buffer);
        int found = indexIn(in.bytes(), in.from(), in.to());
        return found < 0 ? -1 : found - in.from();
    }

    /** Of bytes that it is not found in: how many at their end may be its beginning, if more come. */
    int begunIn(Buffer buffer) {
        InPlace in = InPlace.of(buffer);
        for (int at = Math.max(in.from(), in.to() - wanted.length + 1); at < in.to(); at++) {
            if (in.bytes()[at] == wanted[0] && Arrays.equals(in.bytes(), at, in.to(), wanted, 0, in.to() - at)) {
                return in.to() - at;
            }
        }
        return 0;
    }

    private int indexIn(byte[] bytes, int from, int to) {
        int length = wanted.length;
        for (int at = from + length - 1; at < to; at += length) {
            int[] maybe = places[bytes[at] & 0xFF];
            if (maybe.length > 0) {
                int found = around(bytes, at, maybe, to);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    /** Where the pattern begins, if what is there is a byte of it at one of those places. */
    private int around(byte[] bytes, int at, int[] places, int to) {
        for (int place : places) {
            int begin = at - place;
            if (begin + wanted.length <= to && standsAt(bytes, begin)) {
                return begin;
            }
        }
        return -1;
    }

    private boolean standsAt(byte[] bytes, int begin) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[begin + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
