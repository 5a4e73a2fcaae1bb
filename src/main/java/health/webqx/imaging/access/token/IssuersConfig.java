package health.webqx.imaging.access.token;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The authorization servers whose tokens are trusted. */
@ConfigMapping(prefix = "webqx.auth")
public interface IssuersConfig {
    /** The issuers, by a name of the operator's choice. */
    Map<String, Issuer> issuers();

    /** One authorization server. */
    interface Issuer {
        /** The {@code iss} of its tokens; discovery is below it (OpenID Connect Discovery 4). */
        String url();

        /** Where this server reaches it, when that is not its public URL. */
        Optional<String> internalUrl();

        /** What {@code aud} may contain; this server's FHIR and DICOMweb base URLs unless set. */
        Optional<List<String>> audience();
    }
}
