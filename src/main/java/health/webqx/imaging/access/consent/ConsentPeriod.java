package health.webqx.imaging.access.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * When a provision is in force (R4 Period), to the second; days are UTC days. A period that cannot be read is never.
 *
 * @param start first moment
 * @param end first moment no longer
 */
public record ConsentPeriod(Instant start, Instant end) {
    private static final ConsentPeriod NEVER = new ConsentPeriod(Instant.MAX, Instant.MIN);

    /** The period of an R4 Period; always where there is none. */
    public static ConsentPeriod of(JsonNode period) {
        try {
            Instant start = period.has("start") ? from(period.path("start").asText()) : Instant.MIN;
            Instant end = period.has("end") ? after(period.path("end").asText()) : Instant.MAX;
            return new ConsentPeriod(start, end);
        } catch (DateTimeException e) {
            return NEVER;
        }
    }

    /** Whether the moment is within it. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    private static Instant from(String dateTime) {
        return switch (dateTime.length()) {
            case 4 -> midnight(Year.parse(dateTime).atDay(1));
            case 7 -> midnight(YearMonth.parse(dateTime).atDay(1));
            case 10 -> midnight(LocalDate.parse(dateTime));
            default -> OffsetDateTime.parse(dateTime).toInstant();
        };
    }

    /** A period's end is part of it, as long as its precision says (R4 Period). */
    private static Instant after(String dateTime) {
        return switch (dateTime.length()) {
            case 4 -> midnight(Year.parse(dateTime).plusYears(1).atDay(1));
            case 7 -> midnight(YearMonth.parse(dateTime).plusMonths(1).atDay(1));
            case 10 -> midnight(LocalDate.parse(dateTime).plusDays(1));
            default -> OffsetDateTime.parse(dateTime).toInstant().plusSeconds(1);
        };
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
