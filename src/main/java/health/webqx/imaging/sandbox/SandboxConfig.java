package health.webqx.imaging.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
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
}
