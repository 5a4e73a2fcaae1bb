package health.webqx.imaging.http;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Who may use this server from a browser. */
@ConfigMapping(prefix = "webqx.cors")
public interface CorsConfig {
    /** Origins of apps that run in browsers, or {@code *} for any; none unless set. */
    Optional<Set<String>> origins();
}
