package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.Arrays;

/** A Huffman table (T.81 annex C), read as a DHT segment holds it. */
final class HuffmanTable {
    private static final int LONGEST = 16;
    private static final int QUICK = 9;

    /** By the next 9 bits: length of the code and its symbol, 0 where the code is longer. */
    private final short[] quick = new short[1 << QUICK];
    /** By length: the largest code, -1 if there is none. */
    private final int[] largest = new int[LONGEST + 1];
    /** By length: what is added to a code to find its symbol. */
    private final int[] shift = new int[LONGEST + 1];

    private final byte[] symbols;

    private HuffmanTable(byte[] symbols) {
        this.symbols = symbols;
        Arrays.fill(largest, -1);
    }

    /** Reads counts and symbols (T.81 B.2.4.2). */
    static HuffmanTable read(StreamBytes in) throws DicomException {
        int[] counts = new int[LONGEST + 1];
        int total = 0;
        for (int length = 1; length <= LONGEST; length++) {
            counts[length] = in.uint8();
            total += counts[length];
        }
        if (total > 256) {
            throw in.invalid("Huffman table of more than 256 symbols");
        }
        byte[] symbols = new byte[total];
        for (int i = 0; i < total; i++) {
            symbols[i] = (byte) in.uint8();
        }
        HuffmanTable table = new HuffmanTable(symbols);
        table.assign(counts, in);
        return table;
    }

    private void assign(int[] counts, StreamBytes in) throws DicomException {
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= LONGEST; length++, code <<= 1) {
            if (code + counts[length] > 1 << length) {
                throw in.invalid("Huffman table of more codes than there are");
            }
            shift[length] = symbol - code;
            if (counts[length] > 0) {
                largest[length] = code + counts[length] - 1;
            }
            for (int i = 0; i < counts[length]; i++, code++, symbol++) {
                if (length <= QUICK) {
                    int first = code << (QUICK - length);
                    short entry = (short) (length << 8 | (symbols[symbol] & 0xFF));
                    Arrays.fill(quick, first, first + (1 << (QUICK - length)), entry);
                }
            }
        }
    }

    /** The next symbol. */
    int decode(JpegBits bits) throws DicomException {
        int entry = quick[bits.peek(QUICK)];
        if (entry != 0) {
            bits.skip(entry >> 8);
            return entry & 0xFF;
        }
        int next = bits.peek(LONGEST);
        for (int length = QUICK + 1; length <= LONGEST; length++) {
            int code = next >> (LONGEST - length);
            if (code <= largest[length]) {
                bits.skip(length);
                return symbols[code + shift[length]] & 0xFF;
            }
        }
        throw new DicomException(DicomException.Reason.INVALID_STRUCTURE, -1, "no such Huffman code");
    }
}
