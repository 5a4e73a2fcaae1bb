package health.webqx.imaging.access.token;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The token of a request: from the one {@code Authorization} header and from nowhere else (RFC 6750 2.1). */
final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private BearerToken() {}

    static Optional<String> find(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(header.substring(SCHEME.length()).trim());
    }

    /** The header's value that brings a token. */
    static String header(String token) {
        return SCHEME + token;
    }

    static boolean isRepeated(RoutingContext request) {
        return request.request().headers().getAll(HttpHeaders.AUTHORIZATION).size() > 1;
    }
}
