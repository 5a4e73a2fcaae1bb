package health.webqx.imaging.dicom.pixel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A picture with what codecs find hard: flat parts, a ramp, edges, and noise. The same each time.
 *
 * @param columns of pixels
 * @param rows of pixels
 * @param components samples of a pixel
 * @param bits of a sample
 */
record Phantom(int columns, int rows, int components, int bits) {
    int[][] planes() {
        Random random = new Random(20260101);
        int most = (1 << bits) - 1;
        int[][] planes = new int[components][columns * rows];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                for (int c = 0; c < components; c++) {
                    planes[c][y * columns + x] = sample(x, y, c, most, random);
                }
            }
        }
        return planes;
    }

    private int sample(int x, int y, int c, int most, Random random) {
        int third = 3 * x / columns;
        if (third == 0) {
            return y > rows / 2 ? most / 3 : 0;
        } else if (third == 1) {
            return (int) ((long) most * (x + y + 7 * c) / (columns + rows + 14));
        }
        return (x + y) % 11 == 0 ? most : Math.min(most, most / 2 + random.nextInt(Math.max(2, most / 16)) * (c + 1));
    }

    /** As a Netpbm file. */
    Path writeTo(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head = (components == 1 ? "P5\n" : "P6\n") + columns + " " + rows + "\n" + ((1 << bits) - 1) + "\n";
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        int[][] planes = planes();
        for (int i = 0; i < columns * rows; i++) {
            for (int[] plane : planes) {
                if (bits > 8) {
                    out.write(plane[i] >> 8);
                }
                out.write(plane[i]);
            }
        }
        return Files.write(file, out.toByteArray());
    }

    /** The samples of a Netpbm file of the same shape. */
    int[][] read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int width = bits > 8 ? 2 : 1;
        int at = bytes.length - columns * rows * components * width;
        int[][] planes = new int[components][columns * rows];
        for (int i = 0; i < columns * rows; i++) {
            for (int[] plane : planes) {
                plane[i] = bytes[at++] & 0xFF;
                if (bits > 8) {
                    plane[i] = plane[i] << 8 | (bytes[at++] & 0xFF);
                }
            }
        }
        return planes;
    }
}
