package health.webqx.imaging.viewer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which viewer opens studies: one that is served here, or one elsewhere. */
@ConfigMapping(prefix = "webqx.viewer")
public interface ViewerConfig {
    /** Whether there is one at all. */
    @WithDefault("${OHIF_ENABLED:true}")
    boolean enabled();

    /** The folder {@code dist} of npm's {@code @ohif/app}, served at {@code /viewer}. Read when the server starts. */
    Optional<Path> folder();

    /** Where OHIF is served elsewhere; goes before the folder. */
    @WithDefault("${OHIF_URL:}")
    Optional<String> url();

    /** Port of {@link #url}, where it has none. */
    @WithDefault("${OHIF_PORT:}")
    Optional<Integer> port();

    /** How long a viewer session lasts, if the token it was opened with lasts as long. */
    @WithDefault("30m")
    Duration session();
}
