package health.webqx.imaging.sandbox.sample.phantom;

/**
 * An apical four-chamber view of a beating heart, as ultrasound shows it: a fan of speckle with dark chambers, and a jet
 * back through the mitral valve in colour. Distances are parts of the picture's height, from the transducer down.
 */
public final class BeatingHeart {
    private static final double HALF_ANGLE = Math.toRadians(40);
    private static final Grain GRAIN = new Grain(11);
    private static final int[] BACKGROUND = {0, 0, 0};

    /**
     * The colour of a point.
     *
     * @param x from the middle line, to the right
     * @param y from the transducer, down
     * @param phase of the beat, from 0 at the end of filling up to 1
     * @return red, green and blue, 0 to 255; black outside the fan
     */
    public int[] colour(double x, double y, double phase) {
        double depth = Math.hypot(x, y);
        double angle = Math.atan2(x, y);
        if (depth < 0.04 || depth > 0.96 || Math.abs(angle) > HALF_ANGLE) {
            return BACKGROUND;
        }
        double squeeze = 0.5 - 0.5 * Math.cos(2 * Math.PI * phase);
        double[] jet = jet(x, y, phase);
        if (jet[0] > 0) {
            int bright = (int) Math.min(255, 110 + 160 * jet[0]);
            int mosaic = (int) (jet[1] * 120);
            return new int[] {mosaic / 2, mosaic, bright};
        }
        int grey = (int) Math.max(0, Math.min(255, echo(x, y, squeeze) * speckle(depth, angle, phase) * 255));
        return new int[] {grey, grey, grey};
    }

    /** How much the tissue at a point sends back, from 0 for blood to 1 for a wall struck squarely. */
    private static double echo(double x, double y, double squeeze) {
        double left = chamber(x - 0.09, y - 0.365, 0.108 - 0.035 * squeeze, 0.2 - 0.035 * squeeze);
        double right = chamber(x + 0.13, y - 0.37, 0.085 - 0.02 * squeeze, 0.18 - 0.03 * squeeze);
        double leftAtrium = chamber(x - 0.09, y - 0.74, 0.11 + 0.015 * squeeze, 0.12 + 0.015 * squeeze);
        double rightAtrium = chamber(x + 0.14, y - 0.72, 0.1 + 0.01 * squeeze, 0.105 + 0.01 * squeeze);
        double valve = 0.575 - 0.01 * squeeze;
        double open = 0.05 * (1 - squeeze);
        if (Math.abs(y - valve - open * Math.sin((x - 0.1) * 24)) < 0.008 && Math.abs(x - 0.02) < 0.23) {
            return 0.85;
        }
        double inside = Math.min(Math.min(left, right), Math.min(leftAtrium, rightAtrium));
        if (inside < 1) {
            return 0.05;
        } else if (inside < 1.12) {
            return 0.75;
        } else if (inside < 1.75) {
            return 0.42;
        }
        return 0.24 + 0.1 * GRAIN.waves(x * 14 + 30, y * 14 + 30, 1);
    }

    private static double chamber(double x, double y, double radiusX, double radiusY) {
        double u = x / radiusX;
        double v = y / radiusY;
        return Math.sqrt(u * u + v * v);
    }

    /** Strength and disturbance of the jet at a point, both 0 where there is none. */
    private static double[] jet(double x, double y, double phase) {
        double strength = Math.sin(Math.PI * Math.min(1, phase / 0.5));
        double along = (y - 0.585) / 0.17;
        if (phase > 0.5 || along < 0 || along > 1) {
            return new double[] {0, 0};
        }
        double width = (0.018 + 0.04 * along) * Math.sqrt(1 - Math.pow(along, 5));
        double away = Math.abs(x - 0.1 - 0.03 * along) / width;
        double edge = 1 + 0.35 * GRAIN.waves(x * 40 + 60, y * 40 + 60, phase * 9);
        return away > edge
                ? new double[] {0, 0}
                : new double[] {strength * (1 - away * 0.5), 0.5 + 0.5 * GRAIN.waves(x * 90, y * 90, phase * 20)};
    }

    /** Grain along the beams, finer across than along near the transducer, fading with depth. */
    private static double speckle(double depth, double angle, double phase) {
        double fine = GRAIN.waves(angle * 95 + 200, depth * 120, phase * 2.5);
        double coarse = GRAIN.waves(angle * 40 + 300, depth * 60, phase * 1.5);
        return Math.max(0, 1 + 0.75 * fine + 0.35 * coarse) * (1.15 - 0.45 * depth);
    }
}
