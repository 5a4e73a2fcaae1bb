package health.webqx.imaging.viewer;

import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * OHIF's files at {@code /viewer}, with settings that lead it to our DICOMweb; every address that is no file's is the viewer's
 * own, and gets its page. Nobody's images are in them.
 */
@ApplicationScoped
public class ViewerRoutes {
    private static final String MOUNT = "/viewer/";
    private static final String SETTINGS = "app-config.js";

    private final ViewerConfig config;
    private final String base;

    ViewerRoutes(ViewerConfig config, @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.config = config;
        this.base = baseUrl.orElse("");
    }

    void register(@Observes Router router) {
        if (!config.enabled() || config.folder().isEmpty()) {
            return;
        }
        ViewerFiles files = new ViewerFiles(config.folder().get(), MOUNT);
        String settings = ViewerSettings.script(base + "/dicomweb", base + "/wado");
        router.get("/viewer").handler(to -> page(to, files));
        router.get(MOUNT + SETTINGS).handler(to -> begin(to, SETTINGS).end(settings));
        router.get(MOUNT + "*").handler(to -> file(to, files));
    }

    private static void page(RoutingContext to, ViewerFiles files) {
        begin(to, "index.html").end(files.index());
    }

    private static void file(RoutingContext to, ViewerFiles files) {
        String name = Optional.ofNullable(to.pathParam("*")).orElse("");
        Optional<Path> file = files.find(name);
        boolean own = name.lastIndexOf('.') <= name.lastIndexOf('/');
        if (file.isPresent() && ViewerFiles.isScript(name)) {
            script(to, files, name);
        } else if (file.isPresent()) {
            begin(to, name).sendFile(file.get().toString()).onFailure(gone -> FailureMapper.answer(notFound(), to));
        } else if (own) {
            page(to, files);
        } else {
            FailureMapper.answer(notFound(), to);
        }
    }

    /** Every browser takes gzip. */
    private static void script(RoutingContext to, ViewerFiles files, String name) {
        to.vertx()
                .executeBlocking(() -> files.script(name), false)
                .onSuccess(script -> begin(to, name)
                        .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                        .end(script))
                .onFailure(gone -> FailureMapper.answer(notFound(), to));
    }

    /** Isolated from other origins' pages, as the viewer's shared memory needs it. */
    private static HttpServerResponse begin(RoutingContext to, String name) {
        return to.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, ViewerFiles.mediaType(name))
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        ViewerFiles.isLasting(name) ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static Failure notFound() {
        return Failure.of(FailureKind.NOT_FOUND, "there is nothing at this address");
    }
}
