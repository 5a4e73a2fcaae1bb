package health.webqx.imaging.sandbox.sample.phantom;

/**
 * An ellipsoid.
 *
 * @param degrees by which it is turned about z
 */
record Ellipsoid(
        double x, double y, double z, double radiusX, double radiusY, double radiusZ, double degrees, float value)
        implements Solid {
    @Override
    public void draw(Plane plane, double height) {
        double along = (height - z) / radiusZ;
        if (Math.abs(along) < 1) {
            double scale = Math.sqrt(1 - along * along);
            plane.ellipse(x, y, radiusX * scale, radiusY * scale, degrees, value);
        }
    }
}
