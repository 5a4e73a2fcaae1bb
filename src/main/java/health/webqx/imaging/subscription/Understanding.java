package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.StandingRights;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.SubscriptionReader;
import health.webqx.imaging.store.SubscriptionTerms;
import health.webqx.imaging.store.Writer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** Which Subscriptions are accepted: those that are understood whole, and ask for what their writer may have. */
@ApplicationScoped
class Understanding implements SubscriptionReader {
    private final SubscriptionsConfig config;
    private final Endpoints endpoints;
    private final SearchDefinitions definitions;
    private final Gate gate;

    Understanding(SubscriptionsConfig config, Endpoints endpoints, SearchDefinitions definitions, Gate gate) {
        this.config = config;
        this.endpoints = endpoints;
        this.definitions = definitions;
        this.gate = gate;
    }

    @Override
    public SubscriptionTerms read(ObjectNode subscription, Writer writer, List<String> known) {
        String status = subscription.path("status").asText();
        if (!Set.of("requested", "off").contains(status)) {
            throw Elements.refused("status", "a client writes requested or off; what else there is the server writes");
        }
        SubscriptionRequest request = SubscriptionRequest.of(subscription);
        if (status.equals("requested")) {
            requireAllowed(request, writer);
        }
        Instant end = end(subscription, status);
        ObjectNode stored = subscription.deepCopy();
        stored.put("end", ResourceJson.instant(end));
        stored.remove("error");
        List<String> headers = ChannelHeaders.read(subscription.path("channel"), known);
        ChannelHeaders.hide(stored);
        return new SubscriptionTerms(
                stored,
                headers,
                request.topic().type(),
                request.filter(),
                status,
                end,
                request.endpoint().isPresent() ? request.heartbeat() : Duration.ZERO,
                request.timeout());
    }

    /** Switching off is always allowed. */
    private void requireAllowed(SubscriptionRequest request, Writer writer) {
        request.endpoint().ifPresent(endpoints::requireAllowed);
        Set<String> patients = Filter.patients(request, definitions);
        gate.requirePossible(
                StandingRights.read(writer.rights()),
                AccessRequest.search(request.topic().type(), Set.of(), patients));
    }

    private Instant end(ObjectNode subscription, String status) {
        Instant now = Instant.now();
        Instant latest = now.plus(config.longest());
        if (!subscription.hasNonNull("end")) {
            return latest;
        }
        Instant end;
        try {
            end = OffsetDateTime.parse(subscription.get("end").asText()).toInstant();
        } catch (DateTimeParseException e) {
            throw Failure.at(FailureKind.MALFORMED, "Subscription.end", "not an instant");
        }
        if (status.equals("requested") && (end.isBefore(now) || end.isAfter(latest))) {
            throw Elements.refused(
                    "end",
                    "it ends in the future, and not later than "
                            + config.longest().toDays() + " days from now");
        }
        return end;
    }
}
