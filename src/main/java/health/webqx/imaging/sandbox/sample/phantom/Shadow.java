package health.webqx.imaging.sandbox.sample.phantom;

import java.util.stream.IntStream;

/** What X-rays lose on their way through a chest from the back to the front. */
public final class Shadow {
    private static final double STEP = 1;
    private static final int SIZE = 420;
    /** Of water, for each millimetre at 120 kV. */
    private static final double WATER = 0.0195;

    private final float[] sums;
    private final int rows;

    private Shadow(float[] sums, int rows) {
        this.sums = sums;
        this.rows = rows;
    }

    /** Sums up millimetre by millimetre. */
    public static Shadow of(Thorax thorax) {
        int rows = (int) (Thorax.HEIGHT / STEP);
        float[] sums = new float[rows * SIZE];
        IntStream.range(0, rows).parallel().forEach(row -> {
            float[] plane = thorax.slice((row + 0.5) * STEP, SIZE, STEP).values();
            for (int pixel = 0; pixel < plane.length; pixel++) {
                sums[row * SIZE + pixel % SIZE] += (float) (WATER * STEP * (plane[pixel] + 1000) / 1000);
            }
        });
        return new Shadow(sums, rows);
    }

    /** The exponent of what is lost on the ray at x and z; smooth between the rays that were summed. */
    public double attenuation(double x, double z) {
        double column = clamp(x / STEP + (SIZE - 1) / 2.0, SIZE);
        double row = clamp(z / STEP - 0.5, rows);
        int left = (int) column;
        int low = (int) row;
        double value = 0;
        for (int i = -1; i <= 2; i++) {
            double line = 0;
            for (int j = -1; j <= 2; j++) {
                line += weight(column - left - j) * at(left + j, low + i);
            }
            value += weight(row - low - i) * line;
        }
        return value;
    }

    private static double clamp(double position, int size) {
        return Math.max(0, Math.min(size - 1.0, position));
    }

    private float at(int column, int row) {
        return sums[Math.max(0, Math.min(rows - 1, row)) * SIZE + Math.max(0, Math.min(SIZE - 1, column))];
    }

    /** Of a cubic convolution that goes through its points (Keys, a = -1/2). */
    private static double weight(double distance) {
        double d = Math.abs(distance);
        if (d < 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
