package health.webqx.imaging.sandbox.sample.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A chest with contrast in its vessels, from the liver to the collar bones: 256 mm high from z = 0. Values are Hounsfield
 * units.
 */
public final class Thorax {
    /** Height in millimetres. */
    public static final double HEIGHT = 256;

    private static final float AIR = -1000;
    private static final float LUNG = -860;
    private static final float FAT = -100;
    private static final float SOFT = 40;
    private static final float MUSCLE = 55;
    private static final float MYOCARDIUM = 95;
    private static final float BLOOD = 210;
    private static final float MARROW = 180;
    private static final float BONE = 520;

    private final List<Solid> solids = new ArrayList<>();

    private Thorax() {}

    /** A woman's chest, with a nodule of 12 mm in the right upper lobe. */
    public static Thorax ofWoman() {
        Thorax thorax = new Thorax();
        thorax.breasts();
        thorax.inside();
        thorax.solids.add(new Ellipsoid(-72, -12, 178, 6, 6, 6, 0, 35));
        return thorax;
    }

    /** A man's chest without findings. */
    public static Thorax ofMan() {
        Thorax thorax = new Thorax();
        thorax.inside();
        return thorax;
    }

    /** The plane at a height, of square pixels around the middle of the chest. */
    public Plane slice(double z, int size, double spacing) {
        Plane plane = new Plane(size, size, spacing, AIR);
        solids.forEach(solid -> solid.draw(plane, z));
        return plane;
    }

    private void inside() {
        wall();
        lungs();
        mediastinum();
        abdomen();
        heart();
        greatVessels();
        airways();
        spine();
    }

    private void breasts() {
        for (int side : new int[] {-1, 1}) {
            solids.add(new Ellipsoid(side * 78, -98, 112, 58, 38, 58, 0, FAT));
            solids.add(new Ellipsoid(side * 78, -106, 108, 30, 18, 32, 0, 5));
        }
    }

    private void wall() {
        Column trunk = Column.of(
                FAT,
                new double[] {-10, 0, 0, 163, 112},
                new double[] {110, 0, 0, 168, 112},
                new double[] {190, 0, 0, 178, 104},
                new double[] {232, 0, 14, 188, 98},
                new double[] {262, 0, 24, 130, 88});
        solids.add(trunk.grown(2, 0));
        solids.add(trunk);
        solids.add(trunk.grown(-13, MUSCLE));
        for (int side : new int[] {-1, 1}) {
            solids.add(new Column(
                    List.of(new Column.Knot(130, side * 116, 54, 10, 6), new Column.Knot(205, side * 116, 46, 36, 4)),
                    side * -52,
                    BONE));
            solids.add(Column.tube(BONE, 6.5, new double[] {side * 18, -68, 214}, new double[] {side * 140, -30, 240}));
            solids.add(new Ellipsoid(side * 150, 8, 246, 23, 23, 24, 0, BONE));
            solids.add(new Ellipsoid(side * 150, 8, 246, 20, 20, 21, 0, 260));
        }
        solids.add(Column.of(
                10,
                new double[] {-10, 0, -2, 138, 92},
                new double[] {120, 0, -4, 130, 88},
                new double[] {200, 0, 4, 100, 66},
                new double[] {262, 0, 12, 50, 40}));
        solids.add(new RibCage(137, 92, 14, BONE));
        solids.add(Column.of(BONE, new double[] {66, 0, -90, 17, 6}, new double[] {206, 0, -72, 24, 7}));
        solids.add(Column.of(MARROW, new double[] {66, 0, -90, 15, 4}, new double[] {206, 0, -72, 22, 5}));
    }

    private void lungs() {
        for (int side : new int[] {-1, 1}) {
            solids.add(Column.of(
                    LUNG,
                    new double[] {8, side * 92, 42, 10, 14},
                    new double[] {48, side * 76, 16, 46, 62},
                    new double[] {110, side * 72, 0, 54, 80},
                    new double[] {170, side * 62, 6, 45, 66},
                    new double[] {220, side * 44, 14, 26, 38},
                    new double[] {240, side * 38, 18, 6, 8}));
            Bronchovascular tree = new Bronchovascular(side);
            solids.addAll(tree.vessels());
        }
    }

    private void mediastinum() {
        solids.add(Column.of(
                FAT + 10,
                new double[] {20, 0, -6, 46, 70},
                new double[] {100, 4, -6, 40, 76},
                new double[] {170, 0, 0, 30, 68},
                new double[] {258, 0, 12, 34, 36}));
        solids.add(Column.of(SOFT, new double[] {30, 6, 36, 8, 6}, new double[] {258, 4, 30, 8, 6}));
        solids.add(Column.of(AIR, new double[] {150, 6, 31, 2, 1.5}, new double[] {240, 5, 30, 2.5, 2}));
        for (int side : new int[] {-1, 1}) {
            solids.add(
                    Column.of(110, new double[] {226, side * 16, 0, 3, 4}, new double[] {262, side * 19, 2, 12, 14}));
        }
    }

    private void abdomen() {
        solids.add(new Ellipsoid(-58, 0, 8, 82, 80, 72, 0, 112));
        solids.add(new Ellipsoid(18, -28, 14, 42, 40, 34, 0, 112));
        solids.add(new Ellipsoid(78, -14, 6, 48, 56, 56, 0, FAT + 30));
        solids.add(new Ellipsoid(72, -22, 10, 38, 42, 44, 0, SOFT - 20));
        solids.add(new Ellipsoid(70, -44, 26, 24, 14, 18, 0, AIR));
        solids.add(new Ellipsoid(96, 40, 14, 30, 40, 38, 25, 128));
        solids.add(new Ellipsoid(-64, 14, 16, 6, 4, 30, 30, 165));
        solids.add(new Ellipsoid(-34, -4, 12, 20, 4, 5, -25, 165));
    }

    private void heart() {
        solids.add(new Ellipsoid(24, -22, 88, 66, 50, 50, 28, FAT + 15));
        solids.add(new Ellipsoid(24, -22, 88, 61, 46, 46, 28, MYOCARDIUM));
        solids.add(new Ellipsoid(46, -10, 80, 26, 17, 28, 35, BLOOD));
        solids.add(new Ellipsoid(12, -44, 84, 30, 15, 28, 25, BLOOD - 15));
        solids.add(new Ellipsoid(-20, -20, 96, 18, 24, 26, 10, BLOOD - 5));
        solids.add(new Ellipsoid(6, 20, 106, 27, 15, 17, 5, BLOOD));
    }

    private void greatVessels() {
        solids.add(Column.of(BLOOD + 30, new double[] {96, 2, -14, 14, 14}, new double[] {168, -10, -16, 15, 15}));
        solids.add(Column.of(BLOOD + 30, new double[] {112, 20, -28, 14, 13}, new double[] {146, 26, -12, 14, 13}));
        solids.add(new Ellipsoid(-18, 4, 138, 38, 10, 11, 8, BLOOD + 30));
        solids.add(new Ellipsoid(42, 10, 146, 20, 11, 11, 30, BLOOD + 30));
        solids.add(Column.of(BLOOD + 50, new double[] {104, -26, -14, 9, 9}, new double[] {206, -24, -20, 9, 8}));
        solids.add(Column.of(BLOOD + 25, new double[] {-10, 20, 40, 12, 12}, new double[] {172, 26, 34, 13, 13}));
        solids.add(new Ellipsoid(9, 8, 174, 36, 14, 13, 52, BLOOD + 28));
        solids.add(Column.of(BLOOD, new double[] {176, -10, -12, 8, 8}, new double[] {240, -22, -4, 6, 6}));
        solids.add(Column.of(BLOOD, new double[] {178, 6, 2, 5, 5}, new double[] {258, 24, 6, 5, 5}));
        solids.add(Column.of(BLOOD, new double[] {178, 22, 20, 6, 6}, new double[] {240, 44, 14, 5, 5}));
    }

    private void airways() {
        Column trachea = Column.of(AIR, new double[] {146, 2, 16, 11, 8}, new double[] {262, 0, 8, 9, 9});
        solids.add(trachea.grown(2, SOFT));
        for (int side : new int[] {-1, 1}) {
            double[] carina = {2 + side * 5, 17, 150};
            double[] hilum = {side * 44, 22, 122};
            solids.add(Column.tube(SOFT, 8, carina, hilum));
            solids.add(Column.tube(AIR, 6, carina, hilum));
        }
        solids.add(trachea);
    }

    private void spine() {
        for (int level = -1; level < 11; level++) {
            double foot = level * 25.0;
            solids.add(
                    Column.of(90, new double[] {foot - 4, 0, 62, 17, 13.5}, new double[] {foot + 1, 0, 62, 17, 13.5}));
            vertebra(foot);
        }
    }

    private void vertebra(double foot) {
        double top = foot + 21;
        solids.add(Column.of(BONE, new double[] {foot, 0, 62, 18, 14}, new double[] {top, 0, 62, 18, 14}));
        solids.add(Column.of(MARROW, new double[] {foot + 1, 0, 62, 16, 12}, new double[] {top - 1, 0, 62, 16, 12}));
        for (int side : new int[] {-1, 1}) {
            solids.add(new Column(
                    List.of(
                            new Column.Knot(foot + 9, side * 19, 79, 16, 5),
                            new Column.Knot(top, side * 19, 79, 16, 5)),
                    side * 18,
                    BONE - 120));
        }
        solids.add(Column.of(BONE, new double[] {foot + 5, 0, 84, 14, 12}, new double[] {top, 0, 84, 14, 12}));
        solids.add(
                Column.of(BONE - 60, new double[] {foot - 4, 0, 104, 3.5, 8}, new double[] {top - 6, 0, 97, 3.5, 9}));
        solids.add(Column.of(28, new double[] {foot - 5, 0, 83, 9, 8}, new double[] {foot + 22, 0, 83, 9, 8}));
    }
}
