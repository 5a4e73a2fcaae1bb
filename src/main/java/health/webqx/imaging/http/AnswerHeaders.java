package health.webqx.imaging.http;

import health.webqx.imaging.resource.TimeOrderedUuid;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** The headers every answer carries, and the request id by which logs, audit and client speak of one request. */
@ApplicationScoped
public class AnswerHeaders {
    /** What we take over from a caller: enough for any tracing system, nothing that could forge a log line. */
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private static final String KEY = "webqx.request-id";
    private static final int BEFORE_ROUTES = 1000;

    void register(@Observes Filters filters) {
        filters.register(AnswerHeaders::add, BEFORE_ROUTES);
    }

    /** The caller's {@code X-Request-Id}, or one of ours when it gave none that is usable. */
    public static String requestId(RoutingContext request) {
        String id = request.get(KEY);
        return id;
    }

    private static void add(RoutingContext request) {
        String given = request.request().getHeader("X-Request-Id");
        String id = given != null && REQUEST_ID.matcher(given).matches() ? given : TimeOrderedUuid.next();
        request.put(KEY, id);
        HttpServerResponse response = request.response();
        response.putHeader("X-Request-Id", id);
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        request.next();
    }
}
