package health.webqx.imaging.sandbox.sample.phantom;

import java.util.List;

/**
 * A body with an ellipse for each height, smoothly from one knot to the next: a trunk, a lung, a vessel.
 *
 * @param knots from the lowest to the highest
 */
record Column(List<Knot> knots, double degrees, float value) implements Solid {
    /** The ellipse at one height. */
    record Knot(double z, double x, double y, double radiusX, double radiusY) {
        Knot grown(double by) {
            return new Knot(z, x, y, radiusX + by, radiusY + by);
        }

        Knot towards(Knot next, double height) {
            double part = (height - z) / (next.z - z);
            double smooth = part * part * (3 - 2 * part);
            return new Knot(
                    height,
                    x + smooth * (next.x - x),
                    y + smooth * (next.y - y),
                    radiusX + smooth * (next.radiusX - radiusX),
                    radiusY + smooth * (next.radiusY - radiusY));
        }
    }

    /** A column of knots written as z, x, y, radiusX, radiusY each. */
    static Column of(float value, double[]... knots) {
        return new Column(
                java.util.Arrays.stream(knots)
                        .map(knot -> new Knot(knot[0], knot[1], knot[2], knot[3], knot[4]))
                        .toList(),
                0,
                value);
    }

    /** A round tube between two points, each written as x, y, z. */
    static Column tube(float value, double radius, double[] from, double[] to) {
        double[] low = from[2] < to[2] ? from : to;
        double[] high = from[2] < to[2] ? to : from;
        double top = Math.max(high[2], low[2] + 2 * radius);
        double slope = Math.hypot(high[0] - low[0], high[1] - low[1]) / (top - low[2]);
        double degrees = Math.toDegrees(Math.atan2(high[1] - low[1], high[0] - low[0]));
        double length = radius * Math.hypot(1, slope);
        return new Column(
                List.of(
                        new Knot(low[2], low[0], low[1], length, radius),
                        new Knot(top, high[0], high[1], length, radius)),
                degrees,
                value);
    }

    /** The same with another extent around and another value. */
    Column grown(double by, float otherValue) {
        return new Column(knots.stream().map(knot -> knot.grown(by)).toList(), degrees, otherValue);
    }

    @Override
    public void draw(Plane plane, double height) {
        for (int i = 0; i + 1 < knots.size(); i++) {
            if (height >= knots.get(i).z() && height < knots.get(i + 1).z()) {
                Knot at = knots.get(i).towards(knots.get(i + 1), height);
                plane.ellipse(at.x(), at.y(), at.radiusX(), at.radiusY(), degrees, value);
                return;
            }
        }
    }
}
