package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Vr;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One held value against one key, by the value representation (PS3.4 C.2.2.2). */
final class ValueMatch {
    private static final String LATEST_TIME = "235959.999999";
    private static final String LATEST_DATE_TIME = "99991231235959.999999";
    private static final String EARLIEST_TIME = "000000.000000";

    private ValueMatch() {}

    static boolean test(Vr vr, String held, String key) {
        return switch (vr) {
            case UI -> held.equals(key);
            case DA -> inRange(date(held), key, "00000000", "99999999");
            case TM -> inRange(padded(time(held), EARLIEST_TIME), time(key), EARLIEST_TIME, LATEST_TIME);
            case DT ->
                inRange(padded(held, "00000101" + EARLIEST_TIME), key, "00000101" + EARLIEST_TIME, LATEST_DATE_TIME);
            case PN -> isName(held.toLowerCase(Locale.ROOT), key.toLowerCase(Locale.ROOT));
            case IS, DS, US, SS, UL, SL, FL, FD -> isNumber(held, key);
            default -> isLike(held, key);
        };
    }

    /** A single value or a range {@code a-b}, {@code a-}, {@code -b}; a short bound reaches to the end of what it names. */
    private static boolean inRange(String held, String key, String earliest, String latest) {
        int dash = key.indexOf('-');
        if (dash < 0) {
            return held.compareTo(padded(key, earliest)) >= 0 && held.compareTo(padded(key, latest)) <= 0;
        }
        String from = key.substring(0, dash);
        String to = key.substring(dash + 1);
        return held.compareTo(padded(from, earliest)) >= 0 && held.compareTo(padded(to, latest)) <= 0;
    }

    /** The value with what it leaves out taken from a pattern: {@code 07} becomes {@code 070000.000000}. */
    private static String padded(String value, String pattern) {
        return value.length() >= pattern.length() ? value : value + pattern.substring(value.length());
    }

    /** Dates of ACR-NEMA's time carry dots: {@code 1997.04.24} (PS3.5 6.2, DA note). */
    private static String date(String held) {
        return held.replace(".", "");
    }

    private static String time(String value) {
        return value.replace(":", "");
    }

    /** The whole name or one of its component groups; delimiters at the end carry nothing (PS3.5 6.2.1). */
    private static boolean isName(String held, String key) {
        return isLike(trimmed(held), trimmed(key))
                || Arrays.stream(held.split("=", -1)).anyMatch(group -> isLike(trimmed(group), trimmed(key)));
    }

    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '^' || name.charAt(end - 1) == '=')) {
            end--;
        }
        return name.substring(0, end);
    }

    private static boolean isNumber(String held, String key) {
        Optional<BigDecimal> left = number(held);
        Optional<BigDecimal> right = number(key);
        return left.isPresent() && right.isPresent() && left.get().compareTo(right.get()) == 0;
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** Wildcards without a regular expression: linear but for one step back per star. */
    private static boolean isLike(String held, String key) {
        int at = 0;
        int keyAt = 0;
        int star = -1;
        int resume = 0;
        while (at < held.length()) {
            if (keyAt < key.length() && key.charAt(keyAt) == '*') {
                star = keyAt++;
                resume = at;
            } else if (keyAt < key.length() && (key.charAt(keyAt) == '?' || key.charAt(keyAt) == held.charAt(at))) {
                keyAt++;
                at++;
            } else if (star >= 0) {
                keyAt = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (keyAt < key.length() && key.charAt(keyAt) == '*') {
            keyAt++;
        }
        return keyAt == key.length();
    }
}
