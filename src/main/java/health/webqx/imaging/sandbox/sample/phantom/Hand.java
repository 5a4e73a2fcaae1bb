package health.webqx.imaging.sandbox.sample.phantom;

import java.util.ArrayList;
import java.util.List;

/** A right hand shone through from the back: how much bone and flesh a ray passes, in millimetres. */
public final class Hand {
    private static final double[][] FINGERS = {
        // base x, base y, degrees from upright, then the lengths of metacarpal and phalanges
        {-20, -8, -46, 42, 30, 0, 22},
        {-13, 0, -9, 62, 38, 22, 16},
        {-1, 3, 0, 60, 42, 27, 17},
        {11, 1, 8, 53, 38, 25, 17},
        {21, -5, 17, 48, 30, 18, 15},
    };
    private static final double[][] CARPALS = {
        {-21, -17, 9, 8},
        {-12, -12, 8, 8},
        {-1, -12, 8, 11},
        {13, -13, 8, 9},
        {-14, -28, 10, 7},
        {-1, -29, 9, 7},
        {11, -27, 7, 6},
        {15, -22, 4, 4},
    };

    private final boolean fractured;
    private final List<Capsule> bones = new ArrayList<>();
    private final List<Capsule> flesh = new ArrayList<>();

    /** @param fractured whether the metacarpal of the little finger is broken at its neck */
    public Hand(boolean fractured) {
        this.fractured = fractured;
        for (double[] finger : FINGERS) {
            finger(finger);
        }
        for (double[] carpal : CARPALS) {
            bones.add(new Capsule(
                    carpal[0] - carpal[2] * 0.3,
                    carpal[1],
                    carpal[0] + carpal[2] * 0.3,
                    carpal[1] + 2,
                    carpal[3],
                    carpal[3]));
        }
        bones.add(new Capsule(-9, -46, -9, -110, 14, 8));
        bones.add(new Capsule(13, -47, 14, -110, 8, 6.5));
        flesh.add(new Capsule(-6, 20, -2, -20, 30, 28));
        flesh.add(new Capsule(8, 30, 8, -20, 26, 26));
        flesh.add(new Capsule(0, -20, 2, -120, 27, 31));
        flesh.add(new Capsule(-24, -5, -14, -16, 16, 20));
    }

    /** A rod with round ends, thicker at its ends than in its shaft. */
    private record Capsule(double x0, double y0, double x1, double y1, double r0, double r1) {
        double thickness(double x, double y, double waist) {
            double thickest = Math.max(r0, r1);
            if (isBeyond(x, x0, x1, thickest) || isBeyond(y, y0, y1, thickest)) {
                return 0;
            }
            double dx = x1 - x0;
            double dy = y1 - y0;
            double along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
            double awayX = x - x0 - along * dx;
            double awayY = y - y0 - along * dy;
            double away = awayX * awayX + awayY * awayY;
            if (away > thickest * thickest) {
                return 0;
            }
            double radius = (r0 + along * (r1 - r0)) * (1 - waist * Math.sin(Math.PI * along));
            return away < radius * radius ? 2 * Math.sqrt(radius * radius - away) : 0;
        }

        private static boolean isBeyond(double at, double from, double to, double by) {
            return at < Math.min(from, to) - by || at > Math.max(from, to) + by;
        }
    }

    private void finger(double[] finger) {
        double x = finger[0];
        double y = finger[1];
        double sin = Math.sin(Math.toRadians(finger[2]));
        double cos = Math.cos(Math.toRadians(finger[2]));
        double radius = 6.6;
        double startX = x;
        double startY = y;
        for (int part = 3; part < finger.length; part++) {
            double length = finger[part];
            if (length > 0) {
                double end = radius * 0.86;
                bones.add(new Capsule(
                        x + sin * radius,
                        y + cos * radius,
                        x + sin * (length - end),
                        y + cos * (length - end),
                        radius,
                        end));
                x += sin * (length + 1.6);
                y += cos * (length + 1.6);
                radius *= 0.87;
            }
        }
        flesh.add(new Capsule(startX, startY, x - sin * 2, y - cos * 2, 12.5, 8));
    }

    /** Bone on the ray at a point: the shell of each bone counts in full, its marrow for a third. */
    public double bone(double x, double y) {
        double sum = 0;
        for (Capsule bone : bones) {
            double outer = bone.thickness(x, y, 0.32);
            if (outer > 0) {
                double shell = outer - 0.66 * Math.max(0, bone.thickness(x, y, 0.42) - 2.6);
                sum += fractured && isBreak(x, y) ? shell * 0.35 : shell;
            }
        }
        return sum;
    }

    /** A line across the neck of the fifth metacarpal. */
    private static boolean isBreak(double x, double y) {
        return x > 24 && x < 42 && Math.abs(y - 28 - 0.35 * (x - 33) - Math.sin(x * 1.7)) < 0.9;
    }

    /** Flesh on the ray. */
    public double flesh(double x, double y) {
        double most = 0;
        for (Capsule part : flesh) {
            most = Math.max(most, part.thickness(x, y, 0));
        }
        return most;
    }
}
