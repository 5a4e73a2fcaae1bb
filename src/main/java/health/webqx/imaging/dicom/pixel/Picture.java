package health.webqx.imaging.dicom.pixel;

/** A drawn frame: 8 bits a sample, grey or red, green and blue by pixel, rows from the top. */
public final class Picture {
    private final int width;
    private final int height;
    private final boolean color;
    private final byte[] bytes;

    /** @param bytes one for each pixel, or three if it has colours; kept */
    public Picture(int width, int height, boolean color, byte[] bytes) {
        this.width = width;
        this.height = height;
        this.color = color;
        this.bytes = bytes;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean color() {
        return color;
    }

    /** Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of a pixel. */
    int channels() {
        return color ? 3 : 1;
    }
}
