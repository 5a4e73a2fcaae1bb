package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Which fragments begin a frame (PS3.5 A.4). */
final class FragmentStarts {
    private FragmentStarts() {}

    /** The fragment whose item starts so many bytes after the basic offset table, -1 if none does. */
    static int at(Fragments fragments, long offset) {
        long position = 0;
        for (int i = 0; i < fragments.count(); i++) {
            if (position == offset) {
                return i;
            }
            position += 8 + fragments.length(i);
        }
        return -1;
    }

    /** Fragments that begin as a JPEG, JPEG-LS or JPEG 2000 code stream does. */
    static int[] byMarker(Fragments fragments) throws IOException {
        LongList starts = new LongList();
        for (int i = 0; i < fragments.count(); i++) {
            try (InputStream in = fragments.open(i, 1)) {
                byte[] first = in.readNBytes(3);
                if (first.length == 3 && (first[0] & 0xFF) == 0xFF && isStart(first[1] & 0xFF, first[2] & 0xFF)) {
                    starts.add(i);
                }
            }
        }
        long[] found = starts.toArray();
        int[] fragmentsOf = new int[found.length];
        for (int i = 0; i < found.length; i++) {
            fragmentsOf[i] = (int) found[i];
        }
        return fragmentsOf;
    }

    /** SOI then a marker, or SOC then SIZ's first byte. */
    private static boolean isStart(int second, int third) {
        return (second == 0xD8 || second == 0x4F) && third == 0xFF;
    }
}
