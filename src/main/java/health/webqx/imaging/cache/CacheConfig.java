package health.webqx.imaging.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How much is kept of what was fetched from archives, and for how long. A bound of 0 keeps nothing. */
@ConfigMapping(prefix = "webqx.cache")
public interface CacheConfig {
    /** Where files are kept, each process in a folder of its own; {@code cache} in the data folder unless set. */
    Optional<Path> folder();

    /** Bytes of metadata and pictures in memory. */
    @WithDefault("16M")
    MemorySize memory();

    /** Bytes of metadata and pictures on disk. */
    @WithDefault("256M")
    MemorySize answers();

    /** Bytes of instances on disk: of those that are asked for again, or whose single frames are. */
    @WithDefault("1G")
    MemorySize instances();

    /** How long anything is kept; what an archive tells of its changes ends it sooner. */
    @WithDefault("15m")
    Duration keep();
}
