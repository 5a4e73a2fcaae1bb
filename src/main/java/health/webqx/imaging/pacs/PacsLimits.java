package health.webqx.imaging.pacs;

import java.time.Duration;

/**
 * How much of this server one archive may hold up.
 *
 * @param connectTimeout longest wait for a connection to be made
 * @param callTimeout longest time a short call may take as a whole
 * @param streamTimeout longest time a file or a study may take as a whole
 * @param maxWaiting most calls that wait for a connection; one more fails at once
 * @param retries how often a call is made again that found nobody or broke off
 * @param failuresToPause how many failures one after the other make the archive be left alone
 * @param pause how long it is left alone before one call tries again
 */
public record PacsLimits(
        Duration connectTimeout,
        Duration callTimeout,
        Duration streamTimeout,
        int maxWaiting,
        int retries,
        int failuresToPause,
        Duration pause) {
    /** What holds where nothing is configured. */
    public static final PacsLimits DEFAULT = new PacsLimits(
            Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(1), 256, 1, 5, Duration.ofSeconds(10));
}
