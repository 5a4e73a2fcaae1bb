package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import java.util.Arrays;

/** A tree of minima over a grid of values, learnt as far as was asked for (T.800 B.10.2). */
final class TagTree {
    private final int[] parents;
    private final int[] values;
    private final int[] lows;
    private final int[] path = new int[32];

    TagTree(int width, int height) {
        int count = 0;
        for (int w = width, h = height; ; w = (w + 1) / 2, h = (h + 1) / 2) {
            count += w * h;
            if (w <= 1 && h <= 1) {
                break;
            }
        }
        parents = new int[count];
        values = new int[count];
        lows = new int[count];
        Arrays.fill(values, Integer.MAX_VALUE);
        int level = 0;
        for (int w = width, h = height; w > 1 || h > 1; w = (w + 1) / 2, h = (h + 1) / 2) {
            int next = level + w * h;
            for (int i = 0; i < w * h; i++) {
                parents[level + i] = next + i / w / 2 * ((w + 1) / 2) + i % w / 2;
            }
            level = next;
        }
        if (count > 0) {
            parents[count - 1] = -1;
        }
    }

    /** Whether the value of a leaf, counted row by row, is below the threshold. */
    boolean isBelow(int leaf, int threshold, PacketBits bits) throws DicomException {
        int depth = 0;
        for (int node = leaf; node >= 0; node = parents[node]) {
            path[depth++] = node;
        }
        int low = 0;
        while (depth > 0) {
            int node = path[--depth];
            low = Math.max(low, lows[node]);
            while (low < threshold && low < values[node]) {
                if (bits.readBit() == 1) {
                    values[node] = low;
                } else {
                    low++;
                }
            }
            lows[node] = low;
        }
        return values[leaf] < threshold;
    }
}
