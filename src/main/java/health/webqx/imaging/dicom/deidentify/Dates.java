package health.webqx.imaging.dicom.deidentify;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Shifts dates as PS3.5 6.2 writes them. */
final class Dates {
    private Dates() {}

    /** The day so many days earlier, time and offset of a DT as they are; empty for what names no day. */
    static Optional<String> shifted(String value, int days) {
        String text = value.strip();
        boolean dotted = text.matches("[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}"); // of ACR-NEMA
        String digits = dotted ? text.replace(".", "") : text;
        if (!digits.matches("[0-9]{8}([0-9]{2,6})?(\\.[0-9]{1,6})?([+-][0-9]{4})?")) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(digits.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
            return Optional.of(day.minusDays(days).format(DateTimeFormatter.BASIC_ISO_DATE) + digits.substring(8));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
