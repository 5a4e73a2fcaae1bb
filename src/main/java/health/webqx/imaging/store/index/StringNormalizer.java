package health.webqx.imaging.store.index;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one way texts are made comparable, for what is stored and for what is asked: R4 3.1.1.4.9 wants case and accents
 * ignored. Decomposed (NFD), without combining marks, lower case, runs of whitespace as one space, no space at either
 * end.
 */
public final class StringNormalizer {
    /** Longest text kept in an index, in UTF-16 units: a B-tree entry has to fit a database page. */
    public static final int LONGEST = 1000;

    private StringNormalizer() {}

    /** The comparable form of a text; at most {@link #LONGEST} long. */
    public static String normalize(String text) {
        String cut = cut(text);
        return isPlain(cut) ? fold(cut) : fold(withoutMarks(cut));
    }

    /** The text itself, cut at {@link #LONGEST}, never inside a surrogate pair. */
    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String withoutMarks(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder kept = new StringBuilder(decomposed.length());
        decomposed.codePoints().filter(c -> !isMark(c)).forEach(kept::appendCodePoint);
        return cut(kept.toString());
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static String fold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!space) {
                folded.append(c);
            } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        }
        if (!folded.isEmpty() && folded.charAt(folded.length() - 1) == ' ') {
            folded.setLength(folded.length() - 1);
        }
        return folded.toString();
    }
}
