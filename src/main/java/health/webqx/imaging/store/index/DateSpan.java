package health.webqx.imaging.store.index;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The span of time a date, dateTime or instant of FHIR covers by its precision, half-open, within
 * {@link DateEntry#BEGINNING} and {@link DateEntry#END}. What is written without a zone is read as UTC.
 *
 * @param low first instant covered
 * @param high first instant no longer covered
 */
public record DateSpan(Instant low, Instant high) {
    /** As FHIR writes it, and with minutes at the end or without a zone, as search may (R4 3.1.1.4.7). */
    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
            + "(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,20}))?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

    /** The finest PostgreSQL keeps. */
    private static final int FINEST_DIGITS = 6;

    /** The span a text covers; empty when it is no date there is, such as 30 February. */
    public static Optional<DateSpan> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            DateSpan span = matcher.group(4) == null ? days(matcher) : times(matcher);
            return span.low.isBefore(span.high) ? Optional.of(span) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateSpan days(Matcher matcher) {
        LocalDate first = LocalDate.of(number(matcher, 1), orOne(matcher, 2), orOne(matcher, 3));
        LocalDate after = matcher.group(2) == null
                ? first.plusYears(1)
                : matcher.group(3) == null ? first.plusMonths(1) : first.plusDays(1);
        return bounded(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                after.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static DateSpan times(Matcher matcher) {
        Instant minute = OffsetDateTime.of(
                        number(matcher, 1),
                        number(matcher, 2),
                        number(matcher, 3),
                        number(matcher, 4),
                        number(matcher, 5),
                        0,
                        0,
                        zone(matcher.group(8)))
                .toInstant();
        if (matcher.group(6) == null) {
            return bounded(minute, minute.plus(1, ChronoUnit.MINUTES));
        }
        Instant second = minute.plusSeconds(second(number(matcher, 6)));
        return fraction(second, matcher.group(7));
    }

    /** FHIR allows a leap second, which Java's time scale does not have: it counts as the second before. */
    private static int second(int second) {
        if (second > 60) {
            throw new DateTimeException("no such second");
        }
        return Math.min(second, 59);
    }

    private static DateSpan fraction(Instant second, @Nullable String digits) {
        if (digits == null) {
            return bounded(second, second.plusSeconds(1));
        }
        String kept = digits.substring(0, Math.min(digits.length(), FINEST_DIGITS));
        long unit = Math.round(Math.pow(10, 9 - kept.length()));
        Instant low = second.plusNanos(Long.parseLong(kept) * unit);
        return bounded(low, low.plus(Duration.ofNanos(unit)));
    }

    private static ZoneOffset zone(@Nullable String zone) {
        return zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    private static int orOne(Matcher matcher, int group) {
        return matcher.group(group) == null ? 1 : number(matcher, group);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static DateSpan bounded(Instant low, Instant high) {
        return new DateSpan(
                low.isBefore(DateEntry.BEGINNING) ? DateEntry.BEGINNING : low,
                high.isAfter(DateEntry.END) ? DateEntry.END : high);
    }
}
