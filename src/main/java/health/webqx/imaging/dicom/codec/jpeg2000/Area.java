package health.webqx.imaging.dicom.codec.jpeg2000;

/** A rectangle of a grid, its right and lower edge not included. */
record Area(int x0, int y0, int x1, int y1) {
    int width() {
        return x1 - x0;
    }

    int height() {
        return y1 - y0;
    }

    boolean isEmpty() {
        return x1 <= x0 || y1 <= y0;
    }

    /** What it becomes when it is halved so many times (T.800 equation B-14). */
    Area halved(int times) {
        return new Area(shift(x0, times), shift(y0, times), shift(x1, times), shift(y1, times));
    }

    /**
     * What it becomes in a subband (T.800 equation B-15).
     *
     * @param level of decomposition, 1 for the finest
     * @param xHigh 1 if the subband is high-pass horizontally, else 0
     * @param yHigh 1 if it is vertically
     */
    Area subband(int level, int xHigh, int yHigh) {
        int x = xHigh << (level - 1);
        int y = yHigh << (level - 1);
        return new Area(shift(x0 - x, level), shift(y0 - y, level), shift(x1 - x, level), shift(y1 - y, level));
    }

    Area intersection(Area other) {
        return new Area(Math.max(x0, other.x0), Math.max(y0, other.y0), Math.min(x1, other.x1), Math.min(y1, other.y1));
    }

    /** Divided by a power of two, rounded up. */
    static int shift(int value, int times) {
        return (int) ((value + (1L << times) - 1) >> times);
    }

    static int ceil(int value, int unit) {
        return (int) (((long) value + unit - 1) / unit);
    }
}
