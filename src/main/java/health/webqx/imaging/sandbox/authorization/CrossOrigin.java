package health.webqx.imaging.sandbox.authorization;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Lets apps in browsers, from the origins they are registered at, use an endpoint (SMART 2.2 app launch, CORS). */
final class CrossOrigin implements Handler<RoutingContext> {
    private final Registrations registrations;

    CrossOrigin(Registrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public void handle(RoutingContext request) {
        request.response().putHeader("Vary", "Origin");
        Optional.ofNullable(request.request().getHeader("Origin"))
                .filter(registrations::isOrigin)
                .ifPresent(origin -> request.response()
                        .putHeader("Access-Control-Allow-Origin", origin)
                        .putHeader("Access-Control-Allow-Methods", "POST")
                        .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept")
                        .putHeader("Access-Control-Max-Age", "600"));
        if (HttpMethod.OPTIONS.equals(request.request().method())) {
            request.response().setStatusCode(204).end();
        } else {
            request.next();
        }
    }
}
