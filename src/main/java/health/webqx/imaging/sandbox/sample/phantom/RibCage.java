package health.webqx.imaging.sandbox.sample.phantom;

/**
 * Twelve pairs of ribs that fall from the spine to the front along an elliptic wall.
 *
 * @param radiusX of the middle of the ribs, as is {@code radiusY}
 * @param lowest height of the lowest rib at the spine
 */
record RibCage(double radiusX, double radiusY, double lowest, float value) implements Solid {
    private static final int PAIRS = 12;
    private static final double DISTANCE = 21;
    private static final double FALL = 62;
    private static final double HALF_HEIGHT = 6;
    private static final double HALF_THICKNESS = 4;
    /** Where the ribs end and cartilage goes on, as a part of the way from the spine to the breastbone. */
    private static final double END = 0.86;

    @Override
    public void draw(Plane plane, double z) {
        double taper = 1 - Math.pow(Math.max(0, z - 150) / 160, 2);
        double wallX = radiusX * taper;
        double wallY = radiusY * taper;
        for (int row = 0; row < plane.rows(); row++) {
            double v = plane.y(row) / wallY;
            for (int column = 0; column < plane.columns(); column++) {
                double u = plane.x(column) / wallX;
                double q = u * u + v * v;
                if (q < 1.15 && q > 0.85) {
                    double depth = Math.abs(Math.sqrt(q) - 1) * Math.min(wallX, wallY);
                    double way = Math.abs(Math.atan2(u, v)) / Math.PI;
                    plane.blend(row * plane.columns() + column, cover(way, depth, z), value);
                }
            }
        }
    }

    private double cover(double way, double depth, double z) {
        if (way < 0.06 || way > END) {
            return 0;
        }
        double atSpine = z + FALL * way - lowest;
        double pair = Math.round(atSpine / DISTANCE);
        if (pair < 0 || pair >= PAIRS) {
            return 0;
        }
        double off = (atSpine - pair * DISTANCE) / HALF_HEIGHT;
        double across = depth / HALF_THICKNESS;
        return (1 - Math.sqrt(off * off + across * across)) * 5 + 0.5;
    }
}
