package health.webqx.imaging.viewer;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the viewer opens a study. */
@ApplicationScoped
public class Viewer {
    private final ViewerConfig config;
    private final Optional<String> address;

    Viewer(ViewerConfig config, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.config = config;
        this.address = config.url().isPresent() || config.folder().isEmpty()
                ? config.url().map(url -> elsewhere(url, config.port()))
                : Optional.of(baseUrl.orElse("") + "/viewer");
    }

    /**
     * The address that shows a study to whoever opens it.
     *
     * @param token goes in the address, from where the viewer takes it away
     * @throws Failure {@code UNSUPPORTED} where there is no viewer
     */
    public String open(String studyInstanceUid, String token) {
        String viewer = address.filter(known -> config.enabled())
                .orElseThrow(() -> Failure.of(FailureKind.UNSUPPORTED, "this server has no viewer"));
        return viewer + "?StudyInstanceUIDs=" + studyInstanceUid + "&token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /** How long it may show it. */
    public Duration session() {
        return config.session();
    }

    /** OHIF opens studies at {@code viewer} below its own address. */
    private static String elsewhere(String url, Optional<Integer> port) {
        URI uri = URI.create(url.replaceFirst("/+$", ""));
        String authority =
                uri.getPort() < 0 && port.isPresent() ? uri.getHost() + ":" + port.get() : uri.getAuthority();
        return uri.getScheme() + "://" + authority + uri.getPath() + "/viewer";
    }
}
