package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DA and a TM as an R4 dateTime. A time goes in only with the zone the data set names (0008,0201): a zone is never made
 * up, so without one the day alone is told.
 */
final class DicomDateTime {
    private static final Pattern TIME = Pattern.compile("(\\d{2})(\\d{2})?(\\d{2})?(?:\\.\\d{1,6})?");
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    private DicomDateTime() {}

    static Optional<String> started(DataSet dataSet, int dateTag, int timeTag) {
        Optional<LocalDate> day = dataSet.string(dateTag).flatMap(DicomDateTime::day);
        Optional<String> time = dataSet.string(timeTag).flatMap(DicomDateTime::time);
        Optional<String> zone = dataSet.string(Tag.TimezoneOffsetFromUTC).flatMap(DicomDateTime::zone);
        if (day.isPresent() && time.isPresent() && zone.isPresent()) {
            return Optional.of(day.get() + "T" + time.get() + zone.get());
        }
        return day.map(LocalDate::toString);
    }

    /** {@code YYYYMMDD}, and {@code YYYY.MM.DD} of before 1993 (PS3.5 6.2). */
    private static Optional<LocalDate> day(String text) {
        try {
            String digits = text.strip().replace(".", "");
            return Optional.of(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> time(String text) {
        Matcher matcher = TIME.matcher(text.strip().replace(":", ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SECONDS.format(LocalTime.of(part(matcher, 1), part(matcher, 2), part(matcher, 3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private static Optional<String> zone(String text) {
        if (!OFFSET.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneOffset.of(text.strip()).getId());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
