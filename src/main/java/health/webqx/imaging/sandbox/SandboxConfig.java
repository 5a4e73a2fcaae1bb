package health.webqx.imaging.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox. */
@ConfigMapping(prefix = "webqx.sandbox")
public interface SandboxConfig {
    /** Whether there is one; set by the profiles demo, dev and test, and refused in any other. */
    @WithDefault("false")
    boolean enabled();

    /** Where its signing key is kept. */
    @WithDefault("${webqx.data-dir:.webqx}/sandbox")
    Path folder();

    /** Where the sample studies are written to; none where it is not set. */
    Optional<Path> samples();

    /** Apps and backend services that may ask for tokens, by {@code client_id}, beside the samples. */
    Map<String, Client> clients();

    /** A registered client; a public one unless it has a secret or keys. */
    interface Client {
        /** What people are shown; the {@code client_id} unless set. */
        Optional<String> name();

        /** The secret of a confidential symmetric client. */
        Optional<String> secret();

        /** The public keys of a confidential asymmetric client, as a JSON Web Key set. */
        Optional<String> jwks();

        /** Where such a client publishes its keys. */
        Optional<String> jwksUri();

        /** Where answers may be sent to; compared character by character. */
        Optional<List<String>> redirectUris();

        /** Where an EHR launches it; not to be launched unless set. */
        Optional<String> launchUrl();

        /** The most it may be granted; everything a user can grant, or {@code system/*.cruds}, unless set. */
        Optional<List<String>> scopes();

        /** Whether it is a backend service; needs keys. */
        @WithDefault("false")
        boolean backend();
    }
}
