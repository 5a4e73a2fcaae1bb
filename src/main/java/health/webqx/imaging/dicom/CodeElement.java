package health.webqx.imaging.dicom;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A code element of ISO 2022 with the escape sequence that switches to it (PS3.3 tables C.12-2 to C.12-4). */
enum CodeElement {
    ASCII("(B", "US-ASCII", false, 1, 0),
    JIS_X0201_ROMAJI("(J", "US-ASCII", false, 1, 0),
    JIS_X0201_KATAKANA(")I", "JIS_X0201", true, 1, 0),
    LATIN_1("-A", "ISO-8859-1", true, 1, 0),
    LATIN_2("-B", "ISO-8859-2", true, 1, 0),
    LATIN_3("-C", "ISO-8859-3", true, 1, 0),
    LATIN_4("-D", "ISO-8859-4", true, 1, 0),
    CYRILLIC("-L", "ISO-8859-5", true, 1, 0),
    ARABIC("-G", "ISO-8859-6", true, 1, 0),
    GREEK("-F", "ISO-8859-7", true, 1, 0),
    HEBREW("-H", "ISO-8859-8", true, 1, 0),
    LATIN_5("-M", "ISO-8859-9", true, 1, 0),
    LATIN_9("-b", "ISO-8859-15", true, 1, 0),
    THAI("-T", "TIS-620", true, 1, 0),
    KANJI("$B", "EUC-JP", false, 2, 0),
    SUPPLEMENTARY_KANJI("$(D", "EUC-JP", false, 2, 0x8F),
    HANGUL("$)C", "EUC-KR", true, 2, 0),
    HANZI("$)A", "GB2312", true, 2, 0);

    private static final CodeElement[] ALL = values();

    private final String escape;
    private final Charset charset;
    private final boolean upper;
    private final int width;
    private final int prefix;

    CodeElement(String escape, String charset, boolean upper, int width, int prefix) {
        this.escape = escape;
        this.charset = Charset.forName(charset);
        this.upper = upper;
        this.width = width;
        this.prefix = prefix;
    }

    /** The elements a defined term of (0008,0005) stands for, none for an undefined one. */
    static List<CodeElement> ofTerm(String term) {
        String number = term.startsWith("ISO_IR ")
                ? term.substring(7)
                : term.startsWith("ISO 2022 IR ") ? term.substring(12) : term;
        return switch (number) {
            case "", "6" -> List.of(ASCII);
            case "100" -> List.of(LATIN_1);
            case "101" -> List.of(LATIN_2);
            case "109" -> List.of(LATIN_3);
            case "110" -> List.of(LATIN_4);
            case "144" -> List.of(CYRILLIC);
            case "127" -> List.of(ARABIC);
            case "126" -> List.of(GREEK);
            case "138" -> List.of(HEBREW);
            case "148" -> List.of(LATIN_5);
            case "203" -> List.of(LATIN_9);
            case "166" -> List.of(THAI);
            case "13" -> List.of(JIS_X0201_ROMAJI, JIS_X0201_KATAKANA);
            case "87" -> List.of(KANJI);
            case "159" -> List.of(SUPPLEMENTARY_KANJI);
            case "149" -> List.of(HANGUL);
            case "58" -> List.of(HANZI);
            default -> List.of();
        };
    }

    /** The element whose escape sequence follows at {@code at}, the byte after ESC. */
    static @Nullable CodeElement escapedAt(byte[] bytes, int at) {
        for (CodeElement element : ALL) {
            if (element.matches(bytes, at)) {
                return element;
            }
        }
        return null;
    }

    private boolean matches(byte[] bytes, int at) {
        if (at + escape.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < escape.length(); i++) {
            if (bytes[at + i] != escape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What follows ESC. */
    String escape() {
        return escape;
    }

    /** Whether invoked for bytes above 127 (G1), else for those below (G0). */
    boolean isUpper() {
        return upper;
    }

    /** Bytes of one character. */
    int width() {
        return width;
    }

    /** Text of bytes of this element alone; JIS X 0201's yen and overline count as the ASCII characters they replace. */
    String decode(byte[] bytes, int from, int to) {
        if (width == 1) {
            return new String(bytes, from, to - from, charset);
        }
        int step = prefix == 0 ? 2 : 3;
        byte[] euc = new byte[(to - from + 1) / 2 * step];
        int at = 0;
        for (int i = from; i < to; i += 2) {
            if (prefix != 0) {
                euc[at++] = (byte) prefix;
            }
            euc[at++] = (byte) (bytes[i] | 0x80);
            euc[at++] = (byte) (i + 1 < to ? bytes[i + 1] | 0x80 : 0);
        }
        return new String(euc, 0, at, charset);
    }

    /** The bytes of one character in this element, or null where it has none. */
    byte @Nullable [] encode(String character) {
        if (!charset.newEncoder().canEncode(character)) {
            return null;
        }
        byte[] bytes = character.getBytes(charset);
        if (prefix != 0) {
            return bytes.length == 3 && (bytes[0] & 0xFF) == prefix ? lower(bytes[1], bytes[2]) : null;
        }
        if (bytes.length != width
                || (width == 2 && (bytes[0] & 0xFF) == 0x8E)
                || (width == 1 && upper != bytes[0] < 0)) {
            return null;
        }
        return width == 2 && !upper ? lower(bytes[0], bytes[1]) : bytes;
    }

    private static byte[] lower(byte first, byte second) {
        return new byte[] {(byte) (first & 0x7F), (byte) (second & 0x7F)};
    }
}
