package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import org.jspecify.annotations.Nullable;

/** Tables that segments before a scan define (T.81 B.2.4). For one thread. */
final class JpegTables {
    /** Order in which the coefficients of a block are coded (T.81 figure A.6). */
    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final int[] @Nullable [] quantization = new int[4][];
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];

    /** MCUs between restart markers, 0 for none. */
    int restartInterval;

    void readQuantization(StreamBytes in) throws DicomException {
        while (in.remaining() > 0) {
            int head = in.uint8();
            if ((head & 15) > 3 || head >> 4 > 1) {
                throw in.invalid("no such quantization table");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[ZIGZAG[i]] = head >> 4 == 0 ? in.uint8() : in.uint16();
            }
            quantization[head & 15] = table;
        }
    }

    void readHuffman(StreamBytes in) throws DicomException {
        while (in.remaining() > 0) {
            int head = in.uint8();
            if ((head & 15) > 3 || head >> 4 > 1) {
                throw in.invalid("no such Huffman table");
            }
            (head >> 4 == 0 ? dc : ac)[head & 15] = HuffmanTable.read(in);
        }
    }

    /** Factors by their place in the block. */
    int[] quantization(int number) throws DicomException {
        return there(quantization[number]);
    }

    HuffmanTable dc(int number) throws DicomException {
        return there(dc[number]);
    }

    HuffmanTable ac(int number) throws DicomException {
        return there(ac[number]);
    }

    private static <T> T there(@Nullable T table) throws DicomException {
        if (table == null) {
            throw new DicomException(
                    DicomException.Reason.INVALID_STRUCTURE, -1, "a scan needs a table that was not defined");
        }
        return table;
    }
}
