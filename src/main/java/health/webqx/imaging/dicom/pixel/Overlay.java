package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An overlay plane of an image (PS3.3 C.9.2), in its own group or in unused bits of the pixels (PS3.5 8.1.2, retired). */
final class Overlay {
    private static final int GROUPS = 16;
    private static final int MOST_BYTES = 1 << 25;

    private final int rows;
    private final int columns;
    private final int top;
    private final int left;
    private final byte[] bits;
    private final long firstBit;

    private Overlay(int rows, int columns, int top, int left, byte[] bits, long firstBit) {
        this.rows = rows;
        this.columns = columns;
        this.top = top;
        this.left = left;
        this.bits = bits;
        this.firstBit = firstBit;
    }

    /** Those that lie over a frame, 1-based; {@code words} are the frame's, with the bits that pixels do not use. */
    static List<Overlay> list(DataSet dataSet, int frame, Samples words) throws IOException {
        List<Overlay> overlays = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            int group = i << 17;
            int rows = dataSet.integer(Tag.OverlayRows + group).orElse(0);
            int columns = dataSet.integer(Tag.OverlayColumns + group).orElse(0);
            if (rows > 0 && columns > 0) {
                find(dataSet, group, rows, columns, frame, words).ifPresent(overlays::add);
            }
        }
        return overlays;
    }

    private static Optional<Overlay> find(DataSet dataSet, int group, int rows, int columns, int frame, Samples words)
            throws IOException {
        List<Integer> origin = dataSet.integers(Tag.OverlayOrigin + group);
        int top = origin.size() == 2 ? origin.get(0) - 1 : 0;
        int left = origin.size() == 2 ? origin.get(1) - 1 : 0;
        Optional<Element> own = dataSet.find(Tag.OverlayData + group);
        if (own.isPresent()) {
            int first = dataSet.integer(IMAGE_FRAME_ORIGIN + group).orElse(1);
            int count = dataSet.integer(NUMBER_OF_FRAMES + group).orElse(1);
            long number = count == 1 ? 0 : (long) frame - first;
            if (number < 0 || number >= count) {
                return Optional.empty();
            }
            byte[] bits = bytes(own.get());
            return Optional.of(new Overlay(rows, columns, top, left, bits, number * rows * columns));
        }
        int position = dataSet.integer(Tag.OverlayBitPosition + group).orElse(0);
        boolean embedded = position > 0 && position < 32 && rows == words.rows() && columns == words.columns();
        return embedded
                ? Optional.of(new Overlay(rows, columns, top, left, packed(words.plane(0), position), 0))
                : Optional.empty();
    }

    private static final int NUMBER_OF_FRAMES = 0x60000015;
    private static final int IMAGE_FRAME_ORIGIN = 0x60000051;

    private static byte[] bytes(Element element) throws IOException {
        try (InputStream in = element.value().stream()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new DicomException(DicomException.Reason.TOO_LARGE, -1, "an overlay that is too large");
            }
            return bytes;
        }
    }

    private static byte[] packed(int[] words, int position) {
        byte[] bits = new byte[(words.length + 7) / 8];
        for (int i = 0; i < words.length; i++) {
            bits[i >> 3] |= (byte) ((words[i] >>> position & 1) << (i & 7));
        }
        return bits;
    }

    /** Draws it in white; what lies beside the picture, or is missing, is left out. */
    void draw(Picture picture) {
        int channels = picture.channels();
        for (int y = Math.max(0, -top); y < rows && y + top < picture.height(); y++) {
            for (int x = Math.max(0, -left); x < columns && x + left < picture.width(); x++) {
                long bit = firstBit + (long) y * columns + x;
                if (bit >> 3 < bits.length && (bits[(int) (bit >> 3)] >> (bit & 7) & 1) != 0) {
                    int at = ((y + top) * picture.width() + x + left) * channels;
                    java.util.Arrays.fill(picture.bytes(), at, at + channels, (byte) 0xFF);
                }
            }
        }
    }
}
