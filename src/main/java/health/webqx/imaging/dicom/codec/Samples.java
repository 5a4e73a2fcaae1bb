package health.webqx.imaging.dicom.codec;

/**
 * One decoded frame: an integer for each sample of each pixel, a plane for each component, rows from the top, each from the
 * left. Whoever makes one hands its arrays over; whoever reads one must not change them.
 */
public final class Samples {
    /** What the compressed stream itself says of its colours. */
    public enum Color {
        /** Nothing: the data set's Photometric Interpretation holds. */
        AS_DESCRIBED,
        /** The three planes are red, green and blue, whatever the data set says. */
        RGB,
        /** The three planes are luminance and the two colour differences, whatever the data set says. */
        YBR
    }

    private final int columns;
    private final int rows;
    private final int bits;
    private final boolean signed;
    private final Color color;
    private final int[][] planes;

    /**
     * Takes over decoded planes.
     *
     * @param bits of a sample, 1 to 32
     * @param signed whether samples may be negative
     * @param planes one for each component, of {@code columns * rows} samples; kept
     */
    public Samples(int columns, int rows, int bits, boolean signed, Color color, int[][] planes) {
        this.columns = columns;
        this.rows = rows;
        this.bits = bits;
        this.signed = signed;
        this.color = color;
        this.planes = planes;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** Bits that a sample takes. */
    public int bits() {
        return bits;
    }

    public boolean signed() {
        return signed;
    }

    public Color color() {
        return color;
    }

    /** How many planes there are. */
    public int components() {
        return planes.length;
    }

    /** The samples of a component from 0; not a copy. */
    public int[] plane(int component) {
        return planes[component];
    }
}
