package health.webqx.imaging.sandbox.sample.phantom;

/** A head in axial planes from the base of the skull (z = 0) to the crown (z = 140), as the tissue of each point. */
public final class Head {
    /** What a point is made of. */
    public enum Tissue {
        AIR,
        SCALP,
        SKULL,
        FLUID,
        GREY,
        WHITE,
        NUCLEUS,
        VITREOUS
    }

    private static final double HEIGHT = 140;
    private static final Grain GRAIN = new Grain(7);

    /** The tissue at a point, in millimetres. */
    public Tissue at(double x, double y, double z) {
        double shape = shape(z);
        double outside = radius(x, y, 74 * shape, 92 * shape);
        if (outside > 1.09) {
            return Tissue.AIR;
        } else if (outside > 1.03) {
            return Tissue.SCALP;
        } else if (outside > 0.955) {
            return Tissue.SKULL;
        }
        return z < 42 ? below(x, y, z, outside) : cerebrum(x, y, z, outside);
    }

    /** Widest at the level of the ventricles, closing towards the crown. */
    private static double shape(double z) {
        double up = (z - 62) / (HEIGHT - 62 + 6);
        double down = (62 - z) / 150;
        return z > 62 ? Math.sqrt(Math.max(0.01, 1 - up * up)) : 1 - 0.55 * down * down - 0.1 * down;
    }

    private Tissue below(double x, double y, double z, double outside) {
        if (radius(Math.abs(x) - 32, y + 68, 13, 13) < 1 && Math.abs(z - 20) < 14) {
            return Tissue.VITREOUS;
        } else if (y < -38 && Math.abs(x) < 17 && z < 34) {
            return radius(Math.abs(x) - 8, y + 62, 7, 20) < 1 ? Tissue.AIR : Tissue.SKULL;
        } else if (y < -42 && z < 30) {
            return Tissue.SCALP;
        } else if (radius(x, y - 12, 15, 17) < 1) {
            return Tissue.WHITE;
        } else if (radius(x, y - 30, 9, 5) < 1) {
            return Tissue.FLUID;
        } else if (radius(x, y - 50, 48, 28) < 1) {
            return folia(x, y, z);
        } else if (radius(Math.abs(x) - 42, y + 8, 20, 36) < 1) {
            return cortex(x, y, z, radius(Math.abs(x) - 42, y + 8, 20, 36), 0.5);
        }
        return outside > 0.8 ? Tissue.FLUID : Tissue.SKULL;
    }

    /** The cerebellum: thin leaves around a tree of white matter. */
    private static Tissue folia(double x, double y, double z) {
        double leaves = Math.sin((y - 50) * 1.1 + 0.05 * x * x / 10 + z * 0.4);
        double depth = radius(x, y - 50, 48, 28);
        if (Math.abs(x) < 4) {
            return Tissue.GREY;
        }
        return depth < 0.55 && leaves > -0.2 ? Tissue.WHITE : leaves > 0.9 ? Tissue.FLUID : Tissue.GREY;
    }

    private Tissue cerebrum(double x, double y, double z, double outside) {
        double side = Math.abs(x);
        if (ventricle(side, y, z)) {
            return Tissue.FLUID;
        } else if (side < 1.2 && (y < -28 || y > 30 || z > 88)) {
            return Tissue.FLUID;
        } else if (Math.abs(z - 66) < 18 && nucleus(side, y)) {
            return Tissue.NUCLEUS;
        } else if (radius(side - 46, y + 4, 10, 3) < 1 && z < 78) {
            return Tissue.FLUID;
        }
        return cortex(x, y, z, outside / 0.955, 0.76);
    }

    private static boolean ventricle(double side, double y, double z) {
        if (z < 58) {
            return side < 2 && Math.abs(y) < 14;
        } else if (z > 96) {
            return false;
        }
        double swell = 1 - Math.abs(z - 78) / 22;
        boolean front = radius(side - 9 - 0.12 * Math.abs(y + 26), y + 22, 3 + 4 * swell, 18 * swell + 2) < 1;
        boolean body = radius(side - 9, y, 3 + 4 * swell, 26 * swell) < 1 && z > 74;
        boolean back = radius(side - 20, y - 32, 3 + 5 * swell, 17 * swell + 2) < 1;
        return front || body || back;
    }

    private static boolean nucleus(double side, double y) {
        boolean caudate = radius(side - 15, y + 22, 4.5, 10) < 1;
        boolean lentiform = radius(side - 27, y + 6, 6.5, 15) < 1;
        boolean thalamus = radius(side - 10, y - 12, 8, 13) < 1;
        return caudate || lentiform || thalamus;
    }

    /** Sulci filled with fluid, a ribbon of grey matter along them and along the surface, white matter within. */
    private static Tissue cortex(double x, double y, double z, double outside, double inner) {
        double fold =
                GRAIN.waves(x / 9.5 + 40, y / 9.5 + 40, z / 16) + 0.5 * GRAIN.waves(x / 4.5 + 90, y / 4.5 + 90, z / 9);
        double ridge = Math.abs(fold);
        if (outside > 0.965) {
            return Tissue.FLUID;
        } else if (outside < inner) {
            return outside > inner - 0.12 && ridge < 0.06 ? Tissue.GREY : Tissue.WHITE;
        } else if (ridge < 0.075 && outside > inner + 0.05) {
            return Tissue.FLUID;
        }
        return ridge < 0.34 || outside > 0.9 ? Tissue.GREY : Tissue.WHITE;
    }

    private static double radius(double x, double y, double radiusX, double radiusY) {
        double u = x / radiusX;
        double v = y / radiusY;
        return Math.sqrt(u * u + v * v);
    }
}
