package health.webqx.imaging.sandbox.sample.phantom;

/** Chance that is the same each time: what it gives depends on the place alone. */
public final class Grain {
    private final long seed;

    public Grain(long seed) {
        this.seed = seed;
    }

    /** A number from 0 up to 1, evenly spread. */
    double even(int x, int y, int z) {
        long bits = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL + z * 0x165667B19E3779F9L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return ((bits ^ (bits >>> 31)) >>> 11) * 0x1.0p-53;
    }

    /** A number around 0, nearly normally spread, with standard deviation 1. */
    public double normal(int x, int y, int z) {
        long bits = Double.doubleToRawLongBits(even(x, y, z) + 1);
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += (bits >>> (4 + 12 * i) & 0xFFF) / 4096.0;
        }
        return (sum - 2) * 1.732;
    }

    /** Soft waves between -1 and 1 that change over about one unit. */
    double waves(double x, double y, double z) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        int layer = (int) Math.floor(z);
        double u = smooth(x - column);
        double v = smooth(y - row);
        double w = smooth(z - layer);
        double low = mix(
                mix(even(column, row, layer), even(column + 1, row, layer), u),
                mix(even(column, row + 1, layer), even(column + 1, row + 1, layer), u),
                v);
        double high = mix(
                mix(even(column, row, layer + 1), even(column + 1, row, layer + 1), u),
                mix(even(column, row + 1, layer + 1), even(column + 1, row + 1, layer + 1), u),
                v);
        return 2 * mix(low, high, w) - 1;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double a, double b, double t) {
        return a + t * (b - a);
    }
}
