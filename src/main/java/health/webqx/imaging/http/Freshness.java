package health.webqx.imaging.http;

import health.webqx.imaging.resource.StoredResource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Whether a client has a version already (R4 3.1.0.1.1 conditional read, RFC 9110 13). */
public final class Freshness {
    private Freshness() {}

    /**
     * Whether the client's copy is this version.
     *
     * @param ifNoneMatch entity tags, or {@code *}; goes before the date
     * @param ifModifiedSince a date of HTTP, or as Bundles have it an instant; what is neither is left aside (13.1.3)
     */
    public static boolean isKnown(
            StoredResource resource, Optional<String> ifNoneMatch, Optional<String> ifModifiedSince) {
        return ifNoneMatch
                .map(tags -> tags.strip().equals("*")
                        || List.of(tags.strip().split("\\s*,\\s*")).contains(resource.etag()))
                .orElseGet(() -> ifModifiedSince
                        .flatMap(Freshness::instant)
                        .filter(known -> !resource.lastUpdated()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .isAfter(known))
                        .isPresent());
    }

    private static Optional<Instant> instant(String text) {
        return instant(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                .or(() -> instant(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME));
    }

    private static Optional<Instant> instant(String text, DateTimeFormatter format) {
        try {
            return Optional.of(Instant.from(format.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
