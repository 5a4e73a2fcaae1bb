package health.webqx.imaging.dicom.codec.jpeg2000;

/** The 9-7 filter (T.800 F.3.8.2), its coefficients dequantized (annex E). */
final class Irreversible implements Synthesis {
    private static final float ALPHA = -1.5861343f;
    private static final float BETA = -0.05298012f;
    private static final float GAMMA = 0.8829111f;
    private static final float DELTA = 0.44350687f;
    private static final float K = 1.2301741f;

    private final int precision;
    private Area area = new Area(0, 0, 0, 0);
    /** Samples of the resolution reached, row by row. */
    float[] plane = new float[0];

    Irreversible(int precision) {
        this.precision = precision;
    }

    /** Begins with the lowest subband, which is not made of others. */
    void begin(Area lowest) {
        area = lowest;
        plane = new float[lowest.width() * lowest.height()];
    }

    @Override
    public void expand(Area next) {
        float[] grown = new float[next.width() * next.height()];
        int from = 0;
        for (int y = area.y0(); y < area.y1(); y++) {
            int to = (2 * y - next.y0()) * next.width() + 2 * area.x0() - next.x0();
            for (int x = 0; x < area.width(); x++, to += 2) {
                grown[to] = plane[from++];
            }
        }
        plane = grown;
        area = next;
    }

    @Override
    public void place(CodeBlock block, Subband subband, int[] values, boolean lowest) {
        int spread = Synthesis.spread(lowest);
        float step = subband.step(precision) / 2;
        Area covered = block.area;
        int from = 0;
        for (int y = covered.y0(); y < covered.y1(); y++) {
            int to = (spread * y + subband.yHigh - area.y0()) * area.width();
            to += spread * covered.x0() + subband.xHigh - area.x0();
            for (int x = 0; x < covered.width(); x++, to += spread) {
                plane[to] = values[from++] * step;
            }
        }
    }

    @Override
    public void filter() {
        int width = area.width();
        int height = area.height();
        int parity = area.x0() & 1;
        for (int y = 0; y < height; y++) {
            row(y * width, width, parity);
        }
        columns(width, height, area.y0() & 1);
    }

    private void row(int from, int width, int parity) {
        if (width == 1) {
            plane[from] = parity == 1 ? plane[from] / 2 : plane[from];
            return;
        }
        for (int x = 0; x < width; x++) {
            plane[from + x] *= (x & 1) == parity ? K : 1 / K;
        }
        lift(from, width, parity, DELTA);
        lift(from, width, 1 - parity, GAMMA);
        lift(from, width, parity, BETA);
        lift(from, width, 1 - parity, ALPHA);
    }

    private void lift(int from, int width, int first, float factor) {
        for (int x = first; x < width; x += 2) {
            float left = plane[from + (x > 0 ? x - 1 : 1)];
            float right = plane[from + (x + 1 < width ? x + 1 : x - 1)];
            plane[from + x] -= factor * (left + right);
        }
    }

    private void columns(int width, int height, int parity) {
        if (height == 1) {
            for (int x = 0; parity == 1 && x < width; x++) {
                plane[x] /= 2;
            }
            return;
        }
        for (int y = 0; y < height; y++) {
            float scale = (y & 1) == parity ? K : 1 / K;
            for (int at = y * width; at < (y + 1) * width; at++) {
                plane[at] *= scale;
            }
        }
        liftRows(width, height, parity, DELTA);
        liftRows(width, height, 1 - parity, GAMMA);
        liftRows(width, height, parity, BETA);
        liftRows(width, height, 1 - parity, ALPHA);
    }

    private void liftRows(int width, int height, int first, float factor) {
        for (int y = first; y < height; y += 2) {
            int above = (y > 0 ? y - 1 : 1) * width;
            int below = (y + 1 < height ? y + 1 : y - 1) * width;
            int at = y * width;
            for (int x = 0; x < width; x++) {
                plane[at + x] -= factor * (plane[above + x] + plane[below + x]);
            }
        }
    }
}
