package health.webqx.imaging.dicomweb;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much STOW-RS takes. */
@ConfigMapping(prefix = "webqx.stow")
interface StowConfig {
    /** Bytes of a request at most. */
    @WithDefault("16G")
    MemorySize maxSize();

    /** Bytes of one instance at most. */
    @WithDefault("4G")
    MemorySize maxInstanceSize();

    /** Instances of a request at most. */
    @WithDefault("50000")
    int maxInstances();

    /** Requests that are taken at a time; who comes then is told to come again. */
    @WithDefault("16")
    int atOnce();

    /** How long a request may take as a whole. */
    @WithDefault("1h")
    Duration timeout();
}
