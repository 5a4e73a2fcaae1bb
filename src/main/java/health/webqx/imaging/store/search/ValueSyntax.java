package health.webqx.imaging.store.search;

import java.util.ArrayList;
import java.util.List;

/** How values of a search parameter are written: {@code ,}, {@code $} and {@code |} separate, {@code \} escapes (R4 3.1.1.4.4). */
final class ValueSyntax {
    private ValueSyntax() {}

    /** The alternatives that unescaped commas separate, still escaped. */
    static List<String> alternatives(String value) {
        return split(value, ',');
    }

    /** The values of a composite's components, which unescaped dollar signs separate, still escaped. */
    static List<String> components(String value) {
        return split(value, '$');
    }

    /** What unescaped bars separate, still escaped. */
    static List<String> fields(String value) {
        return split(value, '|');
    }

    private static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = next(value, separator, 0); end >= 0; end = next(value, separator, start)) {
            parts.add(value.substring(start, end));
            start = end + 1;
        }
        parts.add(value.substring(start));
        return parts;
    }

    /** Where the first unescaped bar is; negative when there is none. */
    static int bar(String value) {
        return next(value, '|', 0);
    }

    /** The text that an escaped text stands for. */
    static String plain(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            boolean escape = escaped.charAt(i) == '\\' && i + 1 < escaped.length();
            i += escape ? 1 : 0;
            plain.append(escaped.charAt(i));
        }
        return plain.toString();
    }

    private static int next(String value, char separator, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == '\\') {
                i++;
            } else if (value.charAt(i) == separator) {
                return i;
            }
        }
        return -1;
    }
}
