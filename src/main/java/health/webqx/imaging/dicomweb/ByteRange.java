package health.webqx.imaging.dicomweb;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes as a client asks for it (RFC 9110 14.1.2).
 *
 * @param first the first byte, or, of the last so many, how many
 * @param last the last byte; absent for all that follow
 * @param fromEnd whether the last so many are meant
 */
record ByteRange(long first, Optional<Long> last, boolean fromEnd) {
    private static final Pattern SYNTAX = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** What was resolved: from a byte on, so many. */
    record Slice(long from, long count) {}

    /** The range of a header; absent for several ranges, other units and what is malformed, which are all left aside. */
    static Optional<ByteRange> of(String header) {
        Matcher matcher = SYNTAX.matcher(header);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            return Optional.of(new ByteRange(Long.parseLong(matcher.group(2)), Optional.empty(), true));
        }
        long first = Long.parseLong(matcher.group(1));
        Optional<Long> last =
                matcher.group(2).isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(matcher.group(2)));
        return last.filter(end -> end < first).isPresent()
                ? Optional.empty()
                : Optional.of(new ByteRange(first, last, false));
    }

    /** What of so many bytes is meant; {@code RANGE_NOT_SATISFIABLE} where none of them is. */
    Slice of(long length) {
        if (fromEnd ? first == 0 || length == 0 : first >= length) {
            throw Failure.at(FailureKind.RANGE_NOT_SATISFIABLE, "Range", "there are " + length + " bytes");
        }
        if (fromEnd) {
            long count = Math.min(first, length);
            return new Slice(length - count, count);
        }
        long end = Math.min(last.orElse(length - 1), length - 1);
        return new Slice(first, end - first + 1);
    }
}
