package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.deidentify.ProfileOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How images are de-identified, and the keys that pseudonyms are made with. */
@ConfigMapping(prefix = "webqx.deidentification")
public interface DeidentificationConfig {
    /** Whether a key is made and kept in the database where none is set: for dev and demo. */
    @WithDefault("false")
    boolean generateKey();

    /** The authority that is meant where a caller names none. */
    Optional<String> defaultAuthority();

    /**
     * Options of PS3.15 E.3 for those who see images de-identified only (decision record 016), beside the basic profile;
     * {@code retain-uids} is none, for such callers name studies by pseudonyms.
     */
    @WithDefault("clean-pixels")
    Set<ProfileOption> viewOptions();

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
