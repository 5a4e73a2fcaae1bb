package health.webqx.imaging.dicom.codec.jpeg;

/** One component of a frame and the samples decoded so far (T.81 A.1.1, A.2). */
final class Component {
    final int id;
    final int horizontal;
    final int vertical;
    final int quantization;
    /** Samples that belong to the image, without what fills the last blocks. */
    final int columns;

    final int rows;
    /** Samples of a row of the plane. */
    final int stride;
    /** Whole data units, of the whole MCUs. */
    final int[] plane;

    boolean decoded;
    int prediction;

    /**
     * A component without samples yet.
     *
     * @param unit samples of a data unit's side: 8 with DCT, 1 without
     */
    Component(Header header, int id, int horizontal, int vertical, int quantization, int unit) {
        this.id = id;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.quantization = quantization;
        columns = ceil(header.columns() * horizontal, header.widest());
        rows = ceil(header.rows() * vertical, header.highest());
        stride = ceil(header.columns(), unit * header.widest()) * horizontal * unit;
        plane = new int[stride * ceil(header.rows(), unit * header.highest()) * vertical * unit];
    }

    /** What all components of a frame have in common: its size and its largest sampling factors. */
    record Header(int columns, int rows, int widest, int highest) {}

    static int ceil(int count, int unit) {
        return (count + unit - 1) / unit;
    }
}
