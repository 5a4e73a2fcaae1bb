package health.webqx.imaging.fhir;

import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.subscription.Sockets;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The address of the websocket by which subscribers are told (Subscriptions R5 Backport 1.1); what may pass is decided there. */
@ApplicationScoped
public class SubscriptionSocket {
    private final Sockets sockets;

    SubscriptionSocket(Sockets sockets) {
        this.sockets = sockets;
    }

    void register(@Observes Router router) {
        router.get("/fhir/ws").handler(this::open);
    }

    private void open(RoutingContext request) {
        if (!"websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE))) {
            FailureMapper.answer(
                    Failure.at(FailureKind.INVALID, "Upgrade", "this is the address of a websocket"), request);
            return;
        }
        request.request().toWebSocket().onSuccess(sockets::open).onFailure(refused -> request.request()
                .connection()
                .close());
    }
}
