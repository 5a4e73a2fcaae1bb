package health.webqx.imaging.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets apps in browsers, from the configured origins, use FHIR and DICOMweb (Fetch, CORS protocol; SMART 2.2 app launch), and
 * from any origin what is for everybody (which says so itself). Tokens travel in a header and never in cookies, so no credentials are allowed.
 */
@ApplicationScoped
public class CrossOrigin {
    private static final String ANY = "*";
    private static final int BEFORE_ROUTES = 900;
    private static final List<String> SERVICES = List.of("/fhir", "/dicomweb", "/wado");
    private static final Set<String> FOR_EVERYBODY = Set.of("/fhir/metadata", "/fhir/.well-known/smart-configuration");
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String ASKED = "Authorization, Accept, Content-Type, Prefer, If-Match, If-None-Match,"
            + " If-Modified-Since, If-None-Exist, X-Request-Id, Range";
    private static final String TOLD = "Location, Content-Location, ETag, Last-Modified, Retry-After, WWW-Authenticate,"
            + " X-Request-Id, X-Progress, Expires, Warning, Accept-Ranges, Content-Range";
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    CrossOrigin(CorsConfig config) {
        this.origins = config.origins().map(Set::copyOf).orElse(Set.of());
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, BEFORE_ROUTES);
    }

    private void answer(RoutingContext request) {
        String path = request.normalizedPath();
        if (SERVICES.stream().noneMatch(service -> isOf(service, path))) {
            request.next();
            return;
        }
        Optional<String> origin = Optional.ofNullable(request.request().getHeader("Origin"));
        boolean open = FOR_EVERYBODY.contains(path);
        boolean preflight = origin.isPresent()
                && HttpMethod.OPTIONS.equals(request.request().method())
                && request.request().getHeader("Access-Control-Request-Method") != null;
        if (!open) {
            origin.flatMap(this::allowed).ifPresent(allowed -> allow(request.response(), allowed));
        } else if (preflight) {
            allow(request.response(), ANY);
        }
        if (preflight) {
            request.response().setStatusCode(204).end();
        } else {
            request.next();
        }
    }

    private static boolean isOf(String service, String path) {
        return path.startsWith(service) && (path.length() == service.length() || path.charAt(service.length()) == '/');
    }

    private Optional<String> allowed(String origin) {
        return origins.contains(ANY) ? Optional.of(ANY) : Optional.of(origin).filter(origins::contains);
    }

    private static void allow(HttpServerResponse response, String origin) {
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", ASKED)
                .putHeader("Access-Control-Expose-Headers", TOLD)
                .putHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        if (!origin.equals(ANY)) {
            response.putHeader("Vary", "Origin");
        }
    }
}
