package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Attribute matching (PS3.4 C.2.2.2): single value, list of UIDs, wildcard, range, universal. */
final class QidoMatch {
    private QidoMatch() {}

    /** Whether a row meets every condition. A condition on what no row of ours holds is refused, not ignored. */
    static boolean matches(DataSet row, Map<Integer, String> conditions) {
        return conditions.entrySet().stream()
                .allMatch(condition -> matches(row, condition.getKey(), condition.getValue()));
    }

    private static boolean matches(DataSet row, int tag, String wanted) {
        if (wanted.isEmpty() || wanted.equals("*")) {
            return true;
        }
        if (!row.contains(tag)) {
            throw Failure.at(
                    FailureKind.UNSUPPORTED, Tag.hex(tag), "the catalogue cannot be searched by this attribute");
        }
        List<String> values = row.strings(tag);
        Vr vr = Dictionary.vrOf(tag);
        return values.stream().anyMatch(value -> matches(vr, value, wanted));
    }

    private static boolean matches(Vr vr, String value, String wanted) {
        return switch (vr) {
            case UI -> List.of(wanted.split("[,\\\\]", -1)).contains(value);
            case DA, TM -> inRange(value, wanted);
            case PN ->
                wildcard(wanted.toLowerCase(Locale.ROOT))
                        .matcher(value.toLowerCase(Locale.ROOT))
                        .matches();
            default -> wildcard(wanted).matcher(value).matches();
        };
    }

    private static boolean inRange(String value, String wanted) {
        int dash = wanted.indexOf('-');
        if (dash < 0) {
            return value.equals(wanted);
        }
        String from = wanted.substring(0, dash);
        String to = wanted.substring(dash + 1);
        return value.compareTo(from) >= 0 && (to.isEmpty() || value.compareTo(to + "~") <= 0) && !value.isEmpty();
    }

    private static Pattern wildcard(String wanted) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            pattern.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
