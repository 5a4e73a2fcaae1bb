package health.webqx.imaging.dicom.pixel;

import java.util.Arrays;

/**
 * Brings a picture to another size: smaller by the average of what a pixel covers, larger by interpolation. One axis after
 * the other.
 */
final class Scaling {
    /** Weights are sums of this. */
    private static final int ONE = 1 << 14;

    /** In place of rows that are not needed any more. */
    private static final int[] DONE = {};

    private final int[] starts;
    private final int[][] weights;

    /** Along one axis. */
    private Scaling(int from, int to) {
        starts = new int[to];
        weights = new int[to][];
        double step = (double) from / to;
        for (int i = 0; i < to; i++) {
            if (step >= 1) {
                average(i, i * step, Math.min(from, (i + 1) * step));
            } else {
                interpolate(i, (i + 0.5) * step - 0.5, from);
            }
        }
    }

    static Picture scale(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        int channels = picture.channels();
        Scaling across = new Scaling(picture.width(), width);
        Scaling down = new Scaling(picture.height(), height);
        byte[] scaled = new byte[width * height * channels];
        int[][] rows = new int[picture.height()][];
        int[] sum = new int[width * channels];
        int released = 0;
        for (int y = 0; y < height; y++) {
            Arrays.fill(sum, ONE / 2);
            int start = down.starts[y];
            while (released < start) {
                rows[released++] = DONE;
            }
            for (int i = 0; i < down.weights[y].length; i++) {
                if (rows[start + i] == null) {
                    rows[start + i] = across.row(picture, start + i);
                }
                int weight = down.weights[y][i];
                int[] row = rows[start + i];
                for (int x = 0; x < sum.length; x++) {
                    sum[x] += (weight * row[x]) >> 4;
                }
            }
            int to = y * sum.length;
            for (int x = 0; x < sum.length; x++) {
                scaled[to + x] = (byte) Math.min(255, sum[x] / ONE);
            }
        }
        return new Picture(width, height, picture.color(), scaled);
    }

    /** A row scaled across, 16 times its values. */
    private int[] row(Picture picture, int y) {
        int channels = picture.channels();
        int[] row = new int[starts.length * channels];
        byte[] bytes = picture.bytes();
        int from = y * picture.width() * channels;
        for (int x = 0; x < starts.length; x++) {
            int[] shares = weights[x];
            for (int c = 0; c < channels; c++) {
                int at = from + starts[x] * channels + c;
                int sum = ONE / 32;
                for (int share : shares) {
                    sum += share * (bytes[at] & 0xFF);
                    at += channels;
                }
                row[x * channels + c] = sum / (ONE / 16);
            }
        }
        return row;
    }

    private void average(int index, double from, double to) {
        int first = (int) from;
        int last = Math.max(first, (int) Math.ceil(to - 1e-9) - 1);
        double[] shares = new double[last - first + 1];
        for (int i = first; i <= last; i++) {
            shares[i - first] = (Math.min(i + 1, to) - Math.max(i, from)) / (to - from);
        }
        set(index, first, shares);
    }

    private void interpolate(int index, double center, int count) {
        int first = (int) Math.floor(center);
        double share = center - first;
        if (first < 0 || first + 1 >= count) {
            set(index, Math.max(0, Math.min(first, count - 1)), new double[] {1});
        } else {
            set(index, first, new double[] {1 - share, share});
        }
    }

    /** Rounded so that they still add up to one. */
    private void set(int index, int start, double[] shares) {
        starts[index] = start;
        weights[index] = new int[shares.length];
        double sum = 0;
        int given = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i];
            weights[index][i] = (int) Math.round(sum * ONE) - given;
            given += weights[index][i];
        }
    }
}
