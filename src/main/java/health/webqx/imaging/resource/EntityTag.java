package health.webqx.imaging.resource;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weak entity tag that a version has (R4 3.1.0.1.3), and what it is compared with (3.1.0.5). */
public final class EntityTag {
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

    private EntityTag() {}

    static String of(int version) {
        return "W/\"" + version + "\"";
    }

    /** The version that a tag names; empty for a text that is no tag of this server's. */
    public static Optional<Integer> version(String tag) {
        Matcher matcher = ETAG.matcher(tag.strip());
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** {@code PRECONDITION_FAILED} when a version is wanted and it is another one than the current. */
    public static void requireCurrent(Optional<Integer> wanted, int current) {
        if (wanted.isPresent() && wanted.get() != current) {
            throw Failure.at(FailureKind.PRECONDITION_FAILED, "If-Match", "the current version is " + current);
        }
    }
}
