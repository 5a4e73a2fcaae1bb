package health.webqx.imaging.dicom.codec.jpeg2000;

/** The 5-3 filter in whole numbers (T.800 F.3.8.1). */
final class Reversible implements Synthesis {
    private Area area = new Area(0, 0, 0, 0);
    /** Samples of the resolution reached, row by row. */
    int[] plane = new int[0];

    @Override
    public void expand(Area next) {
        int[] grown = new int[next.width() * next.height()];
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
        Area covered = block.area;
        int from = 0;
        for (int y = covered.y0(); y < covered.y1(); y++) {
            int to = (spread * y + subband.yHigh - area.y0()) * area.width();
            to += spread * covered.x0() + subband.xHigh - area.x0();
            for (int x = 0; x < covered.width(); x++, to += spread) {
                plane[to] = values[from++] / 2;
            }
        }
    }

    /** Begins with the lowest subband, which is not made of others. */
    void begin(Area lowest) {
        area = lowest;
        plane = new int[lowest.width() * lowest.height()];
    }

    @Override
    public void filter() {
        int width = area.width();
        int height = area.height();
        for (int y = 0; y < height; y++) {
            row(y * width, width, area.x0() & 1);
        }
        int parity = area.y0() & 1;
        if (height == 1) {
            for (int x = 0; parity == 1 && x < width; x++) {
                plane[x] >>= 1;
            }
            return;
        }
        for (int y = parity; y < height; y += 2) {
            int above = (y > 0 ? y - 1 : 1) * width;
            int below = (y + 1 < height ? y + 1 : y - 1) * width;
            int at = y * width;
            for (int x = 0; x < width; x++) {
                plane[at + x] -= (plane[above + x] + plane[below + x] + 2) >> 2;
            }
        }
        for (int y = 1 - parity; y < height; y += 2) {
            int above = (y > 0 ? y - 1 : 1) * width;
            int below = (y + 1 < height ? y + 1 : y - 1) * width;
            int at = y * width;
            for (int x = 0; x < width; x++) {
                plane[at + x] += (plane[above + x] + plane[below + x]) >> 1;
            }
        }
    }

    private void row(int from, int width, int parity) {
        if (width == 1) {
            plane[from] = parity == 1 ? plane[from] >> 1 : plane[from];
            return;
        }
        for (int x = parity; x < width; x += 2) {
            int left = plane[from + (x > 0 ? x - 1 : 1)];
            int right = plane[from + (x + 1 < width ? x + 1 : x - 1)];
            plane[from + x] -= (left + right + 2) >> 2;
        }
        for (int x = 1 - parity; x < width; x += 2) {
            int left = plane[from + (x > 0 ? x - 1 : 1)];
            int right = plane[from + (x + 1 < width ? x + 1 : x - 1)];
            plane[from + x] += (left + right) >> 1;
        }
    }
}
