package health.webqx.imaging.pacs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The archives, by name: {@code webqx.pacs.<name>.*}. */
@ConfigMapping(prefix = "webqx.pacs")
public interface PacsSettings {
    /** The archives by name; a name becomes the id of an Endpoint. */
    @WithParentName
    Map<String, Pacs> archives();

    /** One archive. */
    interface Pacs {
        /** What it speaks: {@code orthanc} or {@code directory}. */
        Optional<String> type();

        /** Its http(s) address, without credentials; of a directory, the folder's path or {@code file:} address. */
        Optional<String> url();

        /** User for HTTP Basic. */
        Optional<String> username();

        /** Password for HTTP Basic. */
        Optional<String> password();

        /** Key for archives that take one. */
        Optional<String> apiKey();

        /** Whether it is used. */
        @WithDefault("true")
        boolean enabled();

        /** Whether it comes first where one archive must be chosen. */
        @WithDefault("false")
        boolean primary();

        /** System (a URI) of the identifiers this archive has in PatientID, for matching patients. */
        Optional<String> patientIdSystem();

        /** Longest wait for a connection, an answer's head, or the next bytes of a body. */
        @WithDefault("30s")
        Duration timeout();

        /** Most connections at once; a quarter is kept for short calls. 2 or more. */
        @WithDefault("16")
        int maxConnections();

        /** How often changes are asked for: 1 s for Orthanc, 10 s for a directory (which also tells by itself). */
        Optional<Duration> pollInterval();
    }
}
