package health.webqx.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads or writes one text with the code extensions of ISO 2022 (PS3.5 6.1.2.5). Used once, by one thread. */
final class CodeExtensions {
    static final int ESCAPE = 0x1B;

    private final List<CodeElement> elements;
    private final Vr vr;
    private CodeElement lower = CodeElement.ASCII;
    private @Nullable CodeElement upper;

    /** @param elements those of the first term first: they are active at the start and after each delimiter */
    CodeExtensions(List<CodeElement> elements, Vr vr) {
        this.elements = elements;
        this.vr = vr;
        reset();
    }

    String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            if (bytes[at] == ESCAPE) {
                at = escape(bytes, at + 1);
            } else if (bytes[at] >= 0 && lower.width() == 1) {
                text.append((char) bytes[at]);
                if (isDelimiter(bytes[at++])) {
                    reset();
                }
            } else {
                at = decodeRun(bytes, at, text);
            }
        }
        return text.toString();
    }

    byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
        text.codePoints().forEach(character -> encode(character, out));
        returnToAscii(out);
        return out.toByteArray();
    }

    private void encode(int codePoint, ByteArrayOutputStream out) {
        if (codePoint < 128) {
            returnToAscii(out);
            out.write(codePoint);
            if (isDelimiter(codePoint)) {
                reset();
            }
            return;
        }
        String character = Character.toString(codePoint);
        if (!write(lower, character, out) && (upper == null || !write(upper, character, out))) {
            switchFor(character, out);
        }
    }

    private void switchFor(String character, ByteArrayOutputStream out) {
        for (CodeElement element : elements) {
            byte[] bytes = element.encode(character);
            if (bytes != null) {
                writeEscape(element, out);
                out.writeBytes(bytes);
                return;
            }
        }
        throw new IllegalArgumentException("The text has a character that its character sets do not");
    }

    private static boolean write(CodeElement element, String character, ByteArrayOutputStream out) {
        byte[] bytes = element.encode(character);
        if (bytes == null) {
            return false;
        }
        out.writeBytes(bytes);
        return true;
    }

    private void returnToAscii(ByteArrayOutputStream out) {
        if (lower.width() != 1) {
            writeEscape(CodeElement.ASCII, out);
        }
    }

    private void writeEscape(CodeElement element, ByteArrayOutputStream out) {
        out.write(ESCAPE);
        out.writeBytes(element.escape().getBytes(StandardCharsets.US_ASCII));
        invoke(element);
    }

    private int decodeRun(byte[] bytes, int from, StringBuilder text) {
        boolean high = bytes[from] < 0;
        CodeElement element = high ? upper : lower;
        int to = from;
        while (to < bytes.length && bytes[to] < 0 == high && bytes[to] != ESCAPE && (high || bytes[to] > 0x20)) {
            to++;
        }
        if (to == from) { // a control or space needs no switch back (PS3.5 6.1.2.5.3), a delimiter resets
            text.append((char) bytes[from]);
            if (isDelimiter(bytes[from])) {
                reset();
            }
            return from + 1;
        }
        if (element == null) { // bytes above 127 with nothing declared for them
            element = CodeElement.LATIN_1;
        }
        text.append(element.decode(bytes, from, to));
        return to;
    }

    private int escape(byte[] bytes, int at) {
        CodeElement element = CodeElement.escapedAt(bytes, at);
        if (element == null) {
            return at;
        }
        invoke(element);
        return at + element.escape().length();
    }

    private void invoke(CodeElement element) {
        if (element.isUpper()) {
            upper = element;
        } else {
            lower = element;
        }
    }

    private void reset() {
        lower = CodeElement.ASCII;
        upper = null;
        CodeElement first = elements.get(0);
        if (first == CodeElement.JIS_X0201_ROMAJI) {
            upper = CodeElement.JIS_X0201_KATAKANA;
        } else if (first.width() == 1) {
            invoke(first);
        }
        if (upper == null && first.isUpper()) { // Hangul and Hanzi as the first term: tolerated
            upper = first;
        }
    }

    private boolean isDelimiter(int character) {
        return (character == '\\' && vr.isMultiValued())
                || (vr == Vr.PN && (character == '^' || character == '='))
                || character == '\n'
                || character == '\r'
                || character == '\f'
                || character == '\t';
    }
}
