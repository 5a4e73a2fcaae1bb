package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.RowMatch;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One key of a search and what it must match (PS3.4 C.2.2.2): a single value, one of a list, wildcards, a range, anything.
 *
 * @param path the attribute; in sequences the tags that lead to it
 * @param values of which one must match; none for anything
 */
record QidoCondition(List<Integer> path, List<String> values) {
    private static final Pattern TIME = Pattern.compile("\\d{2}(:?\\d{2}(:?\\d{2}(\\.\\d{1,6})?)?)?");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}(\\d{2}){0,5}(\\.\\d{1,6})?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,16}(\\.\\d{0,16})?([eE][+-]?\\d{1,3})?");
    private static final Set<Vr> NUMBERS = EnumSet.of(Vr.IS, Vr.DS, Vr.US, Vr.SS, Vr.UL, Vr.SL, Vr.FL, Vr.FD);
    private static final Set<Vr> WITHOUT_KEYS =
            EnumSet.of(Vr.OB, Vr.OW, Vr.OD, Vr.OF, Vr.OL, Vr.UN, Vr.SQ, Vr.AT, Vr.UR);
    /** Texts of one value, in which a backslash is one. */
    private static final Set<Vr> ONE_VALUE = EnumSet.of(Vr.LT, Vr.ST, Vr.UT);

    QidoCondition {
        path = List.copyOf(path);
        values = List.copyOf(values);
    }

    /** A key as a client wrote it; {@code MALFORMED} for a value that the attribute cannot have. */
    static QidoCondition of(String name, String value) {
        List<Integer> path = QidoAttributes.path(name);
        Vr vr = Dictionary.vrOf(path.get(path.size() - 1));
        if (value.isEmpty() || value.equals("*")) {
            return new QidoCondition(path, List.of());
        }
        if (WITHOUT_KEYS.contains(vr)) {
            throw Failure.at(FailureKind.UNSUPPORTED, name, "an attribute of this kind is not searched by");
        }
        List<String> values = values(vr, value);
        if (!values.stream().allMatch(each -> isWellFormed(vr, each))) {
            throw Failure.at(FailureKind.MALFORMED, name, "not a value, range or list of values of VR " + vr);
        }
        return new QidoCondition(path, values);
    }

    /** The attribute of the row itself that it is about: the sequence, where it leads into one. */
    int tag() {
        return path.get(0);
    }

    /** Whether the catalogue answers it. */
    boolean isHeld() {
        return path.size() == 1 && QidoAttributes.isHeld(tag());
    }

    /** Whether it is about this attribute of the row itself. */
    boolean isOn(int tag) {
        return path.size() == 1 && tag() == tag;
    }

    boolean matches(DataSet row) {
        return values.isEmpty() || matches(row, 0);
    }

    /** Whether one of the values could be matched by more than one value. */
    boolean hasWildcards() {
        return values.stream().anyMatch(value -> value.indexOf('*') >= 0 || value.indexOf('?') >= 0);
    }

    private boolean matches(DataSet within, int step) {
        int tag = path.get(step);
        return step == path.size() - 1
                ? RowMatch.matches(within, tag, values)
                : within.items(tag).stream().anyMatch(item -> matches(item, step + 1));
    }

    private static List<String> values(Vr vr, String value) {
        if (ONE_VALUE.contains(vr)) {
            return List.of(value);
        }
        // no UID and no code string has a comma in it, and clients write lists of both with one
        String separator = vr == Vr.UI || vr == Vr.CS ? "[,\\\\]" : "\\\\";
        return List.of(value.split(separator, -1)).stream().map(String::strip).toList();
    }

    private static boolean isWellFormed(Vr vr, String value) {
        if (value.isEmpty()) {
            return false;
        } else if (NUMBERS.contains(vr)) {
            return NUMBER.matcher(value).matches();
        }
        return switch (vr) {
            case UI -> Uid.find(value).filter(Uid::hasComponents).isPresent();
            case DA -> isRange(value, QidoCondition::isDate);
            case TM -> isRange(value, time -> TIME.matcher(time).matches());
            case DT -> isRange(value, time -> DATE_TIME.matcher(time).matches());
            default -> true;
        };
    }

    private interface Check {
        boolean holds(String text);
    }

    private static boolean isRange(String value, Check bound) {
        int dash = value.indexOf('-');
        if (dash < 0) {
            return bound.holds(value);
        }
        String from = value.substring(0, dash);
        String to = value.substring(dash + 1);
        return !(from.isEmpty() && to.isEmpty())
                && (from.isEmpty() || bound.holds(from))
                && (to.isEmpty() || bound.holds(to));
    }

    private static boolean isDate(String text) {
        try {
            return text.matches("\\d{8}")
                    && LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).getYear() > 0;
        } catch (DateTimeException notADay) {
            return false;
        }
    }
}
