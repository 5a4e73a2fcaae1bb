package health.webqx.imaging.pacs.upstream;

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
        int end = wanted.length - 1;
        for (int at = 0; at + end < bytes.length; at += steps[Byte.toUnsignedInt(bytes[at + end])]) {
            if (bytes[at + end] == wanted[end] && Arrays.equals(bytes, at, at + end, wanted, 0, end)) {
                return at;
            }
        }
        return -1;
    }
}
