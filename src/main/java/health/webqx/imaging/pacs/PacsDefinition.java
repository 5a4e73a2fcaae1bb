package health.webqx.imaging.pacs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One archive as configured and checked.
 *
 * @param name stable, also the id of its Endpoint: letters, digits, {@code -} and {@code .}
 * @param type what it speaks
 * @param url address, or folder
 * @param credentials what this server shows it
 * @param primary whether it comes first where one archive must be chosen
 * @param patientIdSystem system of the identifiers in its PatientID
 * @param timeout longest wait for an answer's head, or for the next bytes of a body
 * @param maxConnections most connections at once
 * @param pollInterval how often changes are asked for, when configured
 */
public record PacsDefinition(
        String name,
        PacsType type,
        String url,
        Credentials credentials,
        boolean primary,
        Optional<String> patientIdSystem,
        Duration timeout,
        int maxConnections,
        Optional<Duration> pollInterval,
        PacsLimits limits,
        PacsTls tls) {

    /** With the same headers for each call, and the limits and the trust that hold where nothing is configured. */
    public PacsDefinition(
            String name,
            PacsType type,
            String url,
            Map<String, String> headers,
            boolean primary,
            Optional<String> patientIdSystem,
            Duration timeout,
            int maxConnections,
            Optional<Duration> pollInterval) {
        this(
                name,
                type,
                url,
                new Credentials.Headers(headers),
                primary,
                patientIdSystem,
                timeout,
                maxConnections,
                pollInterval,
                PacsLimits.DEFAULT,
                PacsTls.DEFAULT);
    }

    /** What every HTTP call carries whatever happens; empty where credentials are asked for first. */
    public Map<String, String> headers() {
        return credentials instanceof Credentials.Headers fixed ? fixed.headers() : Map.of();
    }

    PacsDefinition asPrimary(boolean isPrimary) {
        return new PacsDefinition(
                name,
                type,
                url,
                credentials,
                isPrimary,
                patientIdSystem,
                timeout,
                maxConnections,
                pollInterval,
                limits,
                tls);
    }

    /** Name and type; the rest may be secret. */
    @Override
    public String toString() {
        return name + " (" + type.configured() + ")";
    }
}
