package health.webqx.imaging.store.search;

import java.util.Optional;

/** Texts in the order of their code points, as the index has them. */
final class StringOrder {
    private StringOrder() {}

    /** Whether a surrogate stands alone: no text that is stored has one. */
    static boolean hasHalfCharacter(String text) {
        return text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE);
    }

    /** The first text after all that begin with the given one; none where they go on to the end. */
    static Optional<String> afterAllWith(String start) {
        int end = start.length();
        while (end > 0) {
            int last = start.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                return Optional.of(start.substring(0, end) + Character.toString(after(last)));
            }
        }
        return Optional.empty();
    }

    /** Surrogates are no characters, so nothing in the index has one. */
    private static int after(int codePoint) {
        return codePoint + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : codePoint + 1;
    }
}
