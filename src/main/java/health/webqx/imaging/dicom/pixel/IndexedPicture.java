package health.webqx.imaging.dicom.pixel;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;

/** A picture of at most 256 colours, for GIF: every shade of grey, or a cube of colours with dithering. */
final class IndexedPicture {
    private static final int REDS = 6;
    private static final int GREENS = 7;
    private static final int BLUES = 6;
    /** Bayer's matrix, as shares of 16. */
    private static final int[] DITHER = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};

    private static final IndexColorModel GREY = grey();
    private static final IndexColorModel CUBE = cube();

    private IndexedPicture() {}

    static BufferedImage of(Picture picture) {
        BufferedImage image = new BufferedImage(
                picture.width(), picture.height(), BufferedImage.TYPE_BYTE_INDEXED, picture.color() ? CUBE : GREY);
        byte[] indexes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        byte[] bytes = picture.bytes();
        if (!picture.color()) {
            System.arraycopy(bytes, 0, indexes, 0, bytes.length);
            return image;
        }
        for (int i = 0; i < indexes.length; i++) {
            int x = i % picture.width();
            int y = i / picture.width();
            int threshold = DITHER[(y & 3) * 4 + (x & 3)] * 16 + 8;
            int red = level(bytes[3 * i], REDS, threshold);
            int green = level(bytes[3 * i + 1], GREENS, threshold);
            int blue = level(bytes[3 * i + 2], BLUES, threshold);
            indexes[i] = (byte) ((red * GREENS + green) * BLUES + blue);
        }
        return image;
    }

    private static int level(byte value, int levels, int threshold) {
        return ((value & 0xFF) * (levels - 1) + threshold * 255 / 256) / 255;
    }

    private static IndexColorModel grey() {
        byte[] shades = new byte[256];
        for (int i = 0; i < shades.length; i++) {
            shades[i] = (byte) i;
        }
        return new IndexColorModel(8, 256, shades, shades, shades);
    }

    private static IndexColorModel cube() {
        int size = REDS * GREENS * BLUES;
        byte[][] channels = new byte[3][size];
        for (int i = 0; i < size; i++) {
            channels[0][i] = (byte) (i / (GREENS * BLUES) * 255 / (REDS - 1));
            channels[1][i] = (byte) (i / BLUES % GREENS * 255 / (GREENS - 1));
            channels[2][i] = (byte) (i % BLUES * 255 / (BLUES - 1));
        }
        return new IndexColorModel(8, size, channels[0], channels[1], channels[2]);
    }
}
