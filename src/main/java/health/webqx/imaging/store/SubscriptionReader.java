package health.webqx.imaging.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Understands Subscriptions; whoever acts upon them implements this. The store keeps none that is not understood. */
public interface SubscriptionReader {
    /**
     * What a Subscription asks for. Called on an event loop.
     *
     * @param writer who asks for it
     * @param known the headers it had so far: one that comes back as it was shown keeps its value
     * @throws health.webqx.imaging.outcome.Failure {@code UNPROCESSABLE} or {@code INVALID} with the place of what is not
     *     understood or not done here; {@code FORBIDDEN} for what the writer may not subscribe to
     */
    SubscriptionTerms read(ObjectNode subscription, Writer writer, List<String> known);
}
