package health.webqx.imaging.fhir.operation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/** The keys that pseudonyms are made with. */
@ConfigMapping(prefix = "webqx.deidentification")
public interface DeidentificationConfig {
    /** Whether a key is made and kept in the database where none is set: for dev and demo. */
    @WithDefault("false")
    boolean generateKey();

    /** The authority that is meant where a caller names none. */
    Optional<String> defaultAuthority();

    /** Authorities that assign patient identifiers, each by a name. */
    Map<String, Authority> authorities();

    /** One authority. */
    interface Authority {
        /** Its URI, the system of its identifiers. */
        String system();

        /** At least 32 characters, known to nobody else; the same for ever, or pseudonyms change. */
        String key();
    }
}
