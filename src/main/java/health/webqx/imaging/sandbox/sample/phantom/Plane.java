package health.webqx.imaging.sandbox.sample.phantom;

import java.util.Arrays;

/** A picture that solids are drawn into, the later over the earlier, with soft edges. Not safe for several threads. */
public final class Plane {
    private final int columns;
    private final int rows;
    private final double spacing;
    private final float[] values;

    /**
     * A picture around the origin.
     *
     * @param spacing millimetres from one pixel to the next
     * @param background what it is filled with
     */
    public Plane(int columns, int rows, double spacing, float background) {
        this.columns = columns;
        this.rows = rows;
        this.spacing = spacing;
        this.values = new float[columns * rows];
        Arrays.fill(values, background);
    }

    /** Its pixels row by row, not a copy. */
    public float[] values() {
        return values;
    }

    /**
     * Fills an ellipse.
     *
     * @param centreX in millimetres, as are {@code centreY} and the two radii
     * @param degrees by which its first axis is turned towards y
     */
    void ellipse(double centreX, double centreY, double radiusX, double radiusY, double degrees, float value) {
        if (radiusX <= 0 || radiusY <= 0) {
            return;
        }
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double reachX = Math.hypot(radiusX * cos, radiusY * sin) + spacing;
        double reachY = Math.hypot(radiusX * sin, radiusY * cos) + spacing;
        double softness = Math.min(radiusX, radiusY) / spacing;
        for (int row = row(centreY - reachY); row <= row(centreY + reachY); row++) {
            double dy = y(row) - centreY;
            for (int column = column(centreX - reachX); column <= column(centreX + reachX); column++) {
                double dx = x(column) - centreX;
                double u = (dx * cos + dy * sin) / radiusX;
                double v = (dy * cos - dx * sin) / radiusY;
                blend(row * columns + column, (1 - Math.sqrt(u * u + v * v)) * softness + 0.5, value);
            }
        }
    }

    /** Lets a value cover a part of a pixel, from 0 or less for none of it to 1 or more for all. */
    void blend(int pixel, double cover, float value) {
        if (cover >= 1) {
            values[pixel] = value;
        } else if (cover > 0) {
            values[pixel] += (float) cover * (value - values[pixel]);
        }
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    double spacing() {
        return spacing;
    }

    double x(int column) {
        return (column - (columns - 1) / 2.0) * spacing;
    }

    double y(int row) {
        return (row - (rows - 1) / 2.0) * spacing;
    }

    int column(double x) {
        return (int) Math.max(0, Math.min(columns - 1, Math.round(x / spacing + (columns - 1) / 2.0)));
    }

    int row(double y) {
        return (int) Math.max(0, Math.min(rows - 1, Math.round(y / spacing + (rows - 1) / 2.0)));
    }
}
