package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.resource.TimeOrderedUuid;
import health.webqx.imaging.store.SubscriptionEvents;
import health.webqx.imaging.store.Subscriptions.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What owners ask of their subscriptions. */
@ApplicationScoped
public class StandingQueries {
    private static final int MOST_EVENTS = 500;

    private final SubscriptionEvents events;
    private final Focuses focuses;
    private final String base;

    StandingQueries(
            SubscriptionEvents events,
            Focuses focuses,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.events = events;
        this.focuses = focuses;
        this.base = baseUrl.orElse("") + "/fhir/";
    }

    /** A subscription's state, as a Parameters. */
    public ObjectNode status(Standing subscription) {
        return new Notification(base, subscription, Content.ID_ONLY)
                .status(Notification.Type.STATUS, TimeOrderedUuid.next(), List.of());
    }

    /**
     * Events that were told or tried to be told, at most {@value #MOST_EVENTS}, as far as the caller may see their resources now.
     *
     * @param from the first number asked for
     * @param until the last number asked for
     * @param content how much the caller wants to see of them; as much as the subscription does where absent
     */
    public Uni<Buffer> events(Visit visit, Standing subscription, long from, long until, Optional<Content> content) {
        SubscriptionRequest request = SubscriptionRequest.of(subscription.resource());
        return events.numbered(subscription.sid(), from, until, MOST_EVENTS)
                .flatMap(found -> focuses.find(visit, request, found)
                        .map(visible -> new Notification(base, subscription, content.orElse(request.content()))
                                .bundle(Notification.Type.QUERIED_EVENTS, Binding.told(found, visible))));
    }

    /** Whether notifications of it go out by websocket. */
    public static boolean isWebsocket(Standing subscription) {
        return subscription.resource().path("channel").path("type").asText().equals("websocket");
    }
}
