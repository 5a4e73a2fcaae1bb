package health.webqx.imaging.store.index;

import java.time.Instant;

/**
 * The span of time a date, dateTime, instant, Period or Timing covers (R4 3.1.1.4.7), half-open: from {@code low}
 * inclusive to {@code high} exclusive. {@code 2024-05} covers from 1 May 00:00 until before 1 June 00:00; a second
 * covers a second. A value without a zone is read as UTC. An open end of a Period reaches {@link #BEGINNING} or
 * {@link #END}, and nothing reaches beyond: PostgreSQL can hold them all.
 *
 * @param param the search parameter's code
 * @param low first instant covered
 * @param high first instant no longer covered, after {@code low}
 */
public record DateEntry(String param, Instant low, Instant high) {
    /** Before every date FHIR can write. */
    public static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    /** After every date FHIR can write. */
    public static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
}
