package health.webqx.imaging.sandbox.authorization;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import health.webqx.imaging.resource.ResourceJson;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the sandbox answers: nothing is kept by caches, pages run no scripts and stand in no frames. */
final class Answers {
    private Answers() {}

    /** JSON of this server's own making. */
    static void json(RoutingContext request, int status, String json) {
        plain(request, status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Pragma", "no-cache")
                .end(json);
    }

    /** An endpoint's answer. */
    static void of(RoutingContext request, Optional<ObjectNode> answer) {
        if (answer.isPresent()) {
            json(request, 200, ResourceJson.write(answer.get()).toString());
        } else {
            plain(request, 200).end();
        }
    }

    /** An error as RFC 6749 5.2 has it. */
    static void refuse(RoutingContext request, @Nullable ErrorObject given) {
        ErrorObject error = given == null ? OAuth2Error.INVALID_REQUEST : given;
        ObjectNode json = ResourceJson.object();
        json.put("error", error.getCode());
        Optional.ofNullable(error.getDescription())
                .ifPresent(text -> json.put("error_description", ErrorObject.removeIllegalChars(text)));
        if (error.getHTTPStatusCode() == 401) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"sandbox\"");
        }
        int status = error.getHTTPStatusCode() == 0 ? 400 : error.getHTTPStatusCode();
        json(request, status, ResourceJson.write(json).toString());
    }

    /**
     * A page.
     *
     * @param targets where its forms lead in the end, beside this server: browsers hold redirects to it, too
     */
    static void page(RoutingContext request, int status, String html, List<URI> targets) {
        String forms = targets.stream().map(Registrations::origin).distinct().collect(Collectors.joining(" "));
        plain(request, status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
                                + forms)
                .end(html);
    }

    /** Sends the browser on; a form is not sent again (RFC 9110 15.4.4). */
    static void redirect(RoutingContext request, URI target) {
        plain(request, 303).putHeader("Location", target.toString()).end();
    }

    private static HttpServerResponse plain(RoutingContext request, int status) {
        return request.response().setStatusCode(status).putHeader("Cache-Control", "no-store");
    }
}
