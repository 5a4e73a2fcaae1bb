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
 * @param headers what every HTTP call carries: credentials
 * @param primary whether it comes first where one archive must be chosen
 * @param patientIdSystem system of the identifiers in its PatientID
 * @param timeout longest wait of one step
 * @param maxConnections most connections at once
 * @param pollInterval how often changes are asked for, when configured
 */
public record PacsDefinition(
        String name,
        PacsType type,
        String url,
        Map<String, String> headers,
        boolean primary,
        Optional<String> patientIdSystem,
        Duration timeout,
        int maxConnections,
        Optional<Duration> pollInterval) {

    PacsDefinition asPrimary(boolean isPrimary) {
        return new PacsDefinition(
                name, type, url, headers, isPrimary, patientIdSystem, timeout, maxConnections, pollInterval);
    }

    /** Name and type; the rest may be secret. */
    @Override
    public String toString() {
        return name + " (" + type.configured() + ")";
    }
}
