package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Vr;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** How one value of a character VR is written (PS3.5 table 6.2-1). */
final class ValueFormat {
    private static final Pattern AGE = Pattern.compile("[0-9]{3}[DWMY]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern TIME =
            Pattern.compile("([01][0-9]|2[0-3])([0-5][0-9](([0-5][0-9]|60)(\\.[0-9]{1,6})?)?)?");
    private static final Pattern DATE_TIME =
            Pattern.compile("[0-9]{4}((0[1-9]|1[0-2])((0[1-9]|[12][0-9]|3[01])(([01][0-9]|2[0-3])([0-5][0-9]"
                    + "(([0-5][0-9]|60)(\\.[0-9]{1,6})?)?)?)?)?)?([+-](0[0-9]|1[0-4])[0-5][0-9])?");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    private ValueFormat() {}

    /** What is wrong with a value without padding, empty if nothing is. */
    static Optional<String> fault(Vr vr, String value) {
        return switch (vr) {
            case AS -> unless(AGE.matcher(value).matches(), "no age");
            case CS ->
                unless(CODE.matcher(value).matches(), "characters that a code has not")
                        .or(() -> longer(value, 16));
            case DA -> unless(isDate(value), "no date");
            case DS ->
                unless(NUMBER.matcher(value).matches(), "no decimal number").or(() -> longer(value, 16));
            case DT -> unless(DATE_TIME.matcher(value).matches(), "no date and time");
            case IS -> unless(isInteger(value), "no whole number of 32 bits").or(() -> longer(value, 12));
            case TM -> unless(TIME.matcher(value).matches(), "no time");
            case UI -> unless(Uid.find(value).filter(Uid::isStrict).isPresent(), "no UID");
            case PN -> name(value);
            case AE, SH -> line(value, 16);
            case LO -> line(value, 64);
            case UC -> line(value, Integer.MAX_VALUE);
            case ST -> text(value, 1024);
            case LT -> text(value, 10240);
            case UT -> text(value, Integer.MAX_VALUE);
            case UR -> unless(value.chars().allMatch(c -> c > 0x20 && c < 0x7F), "characters that an address has not");
            default -> Optional.empty();
        };
    }

    private static Optional<String> unless(boolean right, String fault) {
        return right ? Optional.empty() : Optional.of(fault);
    }

    private static Optional<String> longer(String value, int most) {
        int length = value.codePointCount(0, value.length());
        return unless(length <= most, length + " characters, at most " + most + " may be");
    }

    private static Optional<String> line(String value, int most) {
        return unless(value.chars().allMatch(c -> c >= 0x20 && c != 0x7F), "control characters")
                .or(() -> longer(value, most));
    }

    private static Optional<String> text(String value, int most) {
        boolean right = value.chars().allMatch(c -> c >= 0x20 || c == '\t' || c == '\n' || c == '\f' || c == '\r');
        return unless(right, "control characters").or(() -> longer(value, most));
    }

    private static Optional<String> name(String value) {
        String[] groups = value.split("=", -1);
        Optional<String> fault = unless(groups.length <= 3, "more than three component groups");
        for (String group : groups) {
            fault = fault.or(() -> line(group, 64))
                    .or(() -> unless(group.chars().filter(c -> c == '^').count() <= 4, "more than five components"));
        }
        return fault;
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value, DATE);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isInteger(String value) {
        if (!INTEGER.matcher(value).matches() || value.length() > 12) {
            return false;
        }
        long number = Long.parseLong(value);
        return number == (int) number;
    }
}
