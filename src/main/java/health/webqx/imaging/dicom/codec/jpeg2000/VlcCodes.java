package health.webqx.imaging.dicom.codec.jpeg2000;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the next seven VLC bits of a quad mean (T.814 annex C), from the resource {@code vlc-codes.tsv}. A quad is four
 * samples: the upper left one, the one below it, the upper right one and the one below that. Its decoded code is one number:
 * bits 0 to 2 the length of the code word, bit 3 the u offset, and of 4 bits each, the first sample lowest, which samples are
 * significant, the pattern e_1 and the pattern e_k.
 */
final class VlcCodes {
    /** Bits of the longest code word. */
    static final int LOOKAHEAD = 7;

    /** For the first row of quads; index is the context above the {@link #LOOKAHEAD} bits, the first bit lowest. */
    static final int[] FIRST_ROW = new int[8 << LOOKAHEAD];

    /** For all other rows. */
    static final int[] OTHER_ROWS = new int[8 << LOOKAHEAD];

    static {
        read().lines().filter(line -> !line.startsWith("#")).forEach(VlcCodes::enter);
    }

    private VlcCodes() {}

    static int length(int code) {
        return code & 7;
    }

    /** 1 if a u value follows. */
    static int offset(int code) {
        return code >> 3 & 1;
    }

    /** The significant samples. */
    static int significant(int code) {
        return code >> 4 & 15;
    }

    /** Whether the highest bit of a sample is known: then it is not among those of MagSgn. */
    static int known(int code, int sample) {
        return code >> (12 + sample) & 1;
    }

    /** The highest bit of a sample where it is known. */
    static int highest(int code, int sample) {
        return code >> (8 + sample) & 1;
    }

    private static void enter(String line) {
        String[] fields = line.split("\t", -1);
        int[] table = fields[0].equals("0") ? FIRST_ROW : OTHER_ROWS;
        String word = fields[6];
        int code = word.length()
                | Integer.parseInt(fields[3]) << 3
                | Integer.parseInt(fields[2], 16) << 4
                | Integer.parseInt(fields[5], 16) << 8
                | Integer.parseInt(fields[4], 16) << 12;
        int bits = Integer.parseInt(new StringBuilder(word).reverse().toString(), 2);
        int first = Integer.parseInt(fields[1]) << LOOKAHEAD;
        for (int at = bits; at < 1 << LOOKAHEAD; at += 1 << word.length()) {
            table[first + at] = code;
        }
    }

    private static String read() {
        try (InputStream in = VlcCodes.class.getResourceAsStream("vlc-codes.tsv")) {
            if (in == null) {
                throw new IllegalStateException("vlc-codes.tsv is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
