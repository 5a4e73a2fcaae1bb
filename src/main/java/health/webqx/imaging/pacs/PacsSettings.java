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
    interface Pacs extends Secrets, Limits {
        /** What it speaks: {@code orthanc}, {@code dicomweb}, {@code dicoogle}, {@code postdicom} or {@code directory}. */
        Optional<String> type();

        /**
         * Its http(s) address, without credentials; of DICOMweb the address before {@code /studies}; of a directory, the
         * folder's path or {@code file:} address.
         */
        Optional<String> url();

        /** Whether it is used. */
        @WithDefault("true")
        boolean enabled();

        /** Whether it comes first where one archive must be chosen. */
        @WithDefault("false")
        boolean primary();

        /** System (a URI) of the identifiers this archive has in PatientID, for matching patients. */
        Optional<String> patientIdSystem();

        /**
         * How often changes are asked for: 1 s for Orthanc, 10 s for a directory (which also tells by itself), 30 s for the
         * others.
         */
        Optional<Duration> pollInterval();
    }

    /** What is shown to an archive, and who it must be. */
    interface Secrets {
        /** User for HTTP Basic; of Dicoogle, for its login. */
        Optional<String> username();

        /** Password that goes with it. */
        Optional<String> password();

        /** Key for archives that take one. */
        Optional<String> apiKey();

        /** Header that carries the key: {@code Authorization} unless set. */
        Optional<String> apiKeyHeader();

        /** Word before the key: {@code Bearer} in {@code Authorization}, none in other headers, unless set. */
        Optional<String> apiKeyScheme();

        /** Where bearer tokens are given out for {@code client-id} and {@code client-secret} (RFC 6749 4.4). */
        Optional<String> tokenUrl();

        /** This server's client id at {@code token-url}. */
        Optional<String> clientId();

        /** This server's secret at {@code token-url}. */
        Optional<String> clientSecret();

        /** Scope that is asked for at {@code token-url}. */
        Optional<String> scope();

        /** PEM file of the certificates that are trusted instead of the Java platform's. */
        Optional<String> trust();

        /** PEM file of this server's certificate, for archives that want one. */
        Optional<String> clientCertificate();

        /** PEM file of its private key. */
        Optional<String> clientKey();
    }

    /** How much of this server an archive may hold up. */
    interface Limits {
        /** Longest wait for an answer's head, or for the next bytes of a body. */
        @WithDefault("30s")
        Duration timeout();

        /** Longest wait for a connection to be made. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** Longest time a short call may take as a whole. */
        @WithDefault("2m")
        Duration callTimeout();

        /** Longest time a file or a study may take as a whole. */
        @WithDefault("1h")
        Duration streamTimeout();

        /** Most connections at once; a quarter is kept for short calls. 2 or more. */
        @WithDefault("16")
        int maxConnections();

        /** Most calls that wait for a connection, or for theirs to be made; one more fails at once. 1 or more. */
        @WithDefault("256")
        int maxWaiting();

        /** How often a call is made again that found nobody or broke off before anything was handed on. */
        @WithDefault("1")
        int retries();

        /** How many failures one after the other make the archive be left alone. */
        @WithDefault("5")
        int failuresToPause();

        /** How long it is left alone before one call tries again. */
        @WithDefault("10s")
        Duration pause();
    }
}
