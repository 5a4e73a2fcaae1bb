package health.webqx.imaging.store.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates of a search: prefix, then a dateTime of any precision; without a zone it is UTC (R4 3.1.1.4.7). */
final class DateSyntax {
    private static final Pattern DATE = Pattern.compile("([a-z]{2})?(\\d{4})(?:-(\\d{2})(?:-(\\d{2})"
            + "(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");

    private DateSyntax() {}

    static Match.Date parse(String name, String text) {
        Matcher matcher = DATE.matcher(ValueSyntax.plain(text).replace(' ', '+'));
        if (!matcher.matches()) {
            throw invalid(name);
        }
        DatePrefix prefix = matcher.group(1) == null
                ? DatePrefix.EQ
                : DatePrefix.of(matcher.group(1)).orElseThrow(() -> invalid(name));
        try {
            return interval(prefix, matcher);
        } catch (DateTimeException e) {
            throw invalid(name);
        }
    }

    private static Match.Date interval(DatePrefix prefix, Matcher matcher) {
        LocalDate day = LocalDate.of(number(matcher, 2, 1), number(matcher, 3, 1), number(matcher, 4, 1));
        LocalTime time = LocalTime.of(
                number(matcher, 5, 0), number(matcher, 6, 0), number(matcher, 7, 0), nanos(matcher.group(8)));
        ZoneOffset zone =
                Optional.ofNullable(matcher.group(9)).map(ZoneOffset::of).orElse(ZoneOffset.UTC);
        OffsetDateTime low = LocalDateTime.of(day, time).atOffset(zone);
        OffsetDateTime next = after(low, matcher);
        return new Match.Date(prefix, millis(low), millis(next) - 1);
    }

    private static OffsetDateTime after(OffsetDateTime low, Matcher matcher) {
        if (matcher.group(3) == null) {
            return low.plusYears(1);
        } else if (matcher.group(4) == null) {
            return low.plusMonths(1);
        } else if (matcher.group(5) == null) {
            return low.plusDays(1);
        } else if (matcher.group(7) == null) {
            return low.plusMinutes(1);
        }
        return matcher.group(8) == null ? low.plusSeconds(1) : low.plus(1, ChronoUnit.MILLIS);
    }

    private static int number(Matcher matcher, int group, int absent) {
        return matcher.group(group) == null ? absent : Integer.parseInt(matcher.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static long millis(OffsetDateTime time) {
        return time.toInstant().toEpochMilli();
    }

    private static Failure invalid(String name) {
        return Failure.at(
                FailureKind.INVALID, name, "not a date: write [prefix]yyyy[-MM[-dd[Thh:mm[:ss[.sss]][zone]]]]");
    }
}
