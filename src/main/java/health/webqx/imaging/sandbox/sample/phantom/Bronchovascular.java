package health.webqx.imaging.sandbox.sample.phantom;

import java.util.ArrayList;
import java.util.List;

/** The vessels of one lung: each branch parts in two on its way from the hilum to the pleura. */
final class Bronchovascular {
    private static final int GENERATIONS = 6;
    private static final float VALUE = 60;

    private final int side;
    private final Grain grain;
    private final List<Solid> vessels = new ArrayList<>();

    /** @param side -1 for the right lung, 1 for the left */
    Bronchovascular(int side) {
        this.side = side;
        this.grain = new Grain(40 + side);
        for (int trunk = 0; trunk < 9; trunk++) {
            double rise = -1.2 + 0.3 * trunk;
            double back = grain.even(trunk, 0, 0) * 1.6 - 0.8;
            branch(new double[] {side * 42, 14, 128}, new double[] {side * 0.8, back, rise}, 5.2, trunk + 1, 0);
        }
    }

    List<Solid> vessels() {
        return vessels;
    }

    private void branch(double[] from, double[] direction, double radius, int name, int generation) {
        if (generation == GENERATIONS || !isInside(from)) {
            return;
        }
        double norm =
                Math.sqrt(direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2]);
        double length = 24 - 2.2 * generation;
        double[] to = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            to[axis] = from[axis] + direction[axis] / norm * length;
        }
        if (isInside(to)) {
            vessels.add(Column.tube(VALUE, radius, from, to));
        }
        for (int child = 0; child < 2; child++) {
            double[] turned = new double[3];
            for (int axis = 0; axis < 3; axis++) {
                turned[axis] = direction[axis] / norm + 1.3 * (grain.even(name, child, axis + 3 * generation) - 0.5);
            }
            turned[0] += side * 0.15;
            branch(to, turned, radius * 0.78, name * 2 + child + 7, generation + 1);
        }
    }

    private boolean isInside(double[] at) {
        double u = (at[0] - side * 70) / 50;
        double v = (at[1] - 4) / 74;
        double w = (at[2] - 128) / 96;
        return u * u + v * v + w * w < 1;
    }
}
