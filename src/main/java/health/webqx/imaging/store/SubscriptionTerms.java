package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a Subscription asks for, as far as the store must know it.
 *
 * @param resource the Subscription as it will be stored and shown: without the values of its headers
 * @param headers {@code channel.header} as given
 * @param type the resource type that its topic is about
 * @param filter search parameters that must hold of a resource, as in a query string; empty for none
 * @param status {@code requested} or {@code off}
 * @param end when it ends
 * @param heartbeat how often it wants to hear that it is still alive; zero for never
 * @param timeout how long one attempt to tell it may take
 */
public record SubscriptionTerms(
        ObjectNode resource,
        List<String> headers,
        String type,
        String filter,
        String status,
        Instant end,
        Duration heartbeat,
        Duration timeout) {
    public SubscriptionTerms {
        headers = List.copyOf(headers);
    }
}
