package health.webqx.imaging.pacs.upstream;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Bytes to be found among others, most of which are not looked at (Boyer, Moore and Horspool's way). Immutable. */
public final class BytePattern {
    private final byte[] wanted;

    /** By how much to go on where a byte stands under the pattern's end. */
    private final int[] steps = new int[256];

    /** @param wanted one byte at least */
    public BytePattern(byte[] wanted) {
        this.wanted = wanted.clone();
        Arrays.fill(steps, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            steps[Byte.toUnsignedInt(wanted[i])] = wanted.length - 1 - i;
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
        int end = wanted.length - 1;
        for (int at = from; at + end < to; at += steps[Byte.toUnsignedInt(bytes[at + end])]) {
            if (bytes[at + end] == wanted[end] && Arrays.equals(bytes, at, at + end, wanted, 0, end)) {
                return at;
            }
        }
        return -1;
    }
}
