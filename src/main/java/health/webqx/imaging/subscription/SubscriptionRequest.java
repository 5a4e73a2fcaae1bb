package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Subscription, understood (Subscriptions R5 Backport 1.1, backport-subscription).
 *
 * @param topic what it is about
 * @param filter search parameters that must hold, as in a query string; empty for none
 * @param endpoint where a rest-hook goes; absent for a websocket
 * @param content how much notifications hold
 * @param heartbeat how often it wants to hear that it is still alive; zero for never
 * @param timeout how long one attempt may take
 * @param maxCount most events in one notification
 */
record SubscriptionRequest(
        Topic topic,
        String filter,
        Optional<String> endpoint,
        Content content,
        Duration heartbeat,
        Duration timeout,
        int maxCount) {
    private static final int MOST_EVENTS = 100;
    private static final int USUAL_EVENTS = 20;
    private static final int USUAL_TIMEOUT = 10;
    private static final int LONGEST_TIMEOUT = 60;
    private static final int LONGEST_HEARTBEAT = 86_400;
    private static final int LONGEST_FILTER = 4096;

    /**
     * Reads a Subscription that R4's rules let pass.
     *
     * @throws Failure {@code UNPROCESSABLE}, with the place of what is not understood
     */
    static SubscriptionRequest of(ObjectNode subscription) {
        for (String element : List.of("modifierExtension", "implicitRules")) {
            if (subscription.has(element)) {
                throw Elements.refused(element, "this is not understood here");
            }
        }
        Topic topic = topic(subscription.path("criteria").asText());
        JsonNode channel = subscription.path("channel");
        Elements.requireOnly(
                channel, "channel", Set.of("backport-heartbeat-period", "backport-timeout", "backport-max-count"));
        return new SubscriptionRequest(
                topic,
                filter(topic, subscription.path("_criteria")),
                endpoint(channel),
                content(channel),
                Duration.ofSeconds(
                        Elements.number(channel, "backport-heartbeat-period", "valueUnsignedInt", 0, LONGEST_HEARTBEAT)
                                .orElse(0)),
                Duration.ofSeconds(Elements.number(channel, "backport-timeout", "valueUnsignedInt", 1, LONGEST_TIMEOUT)
                        .orElse(USUAL_TIMEOUT)),
                Elements.number(channel, "backport-max-count", "valuePositiveInt", 1, MOST_EVENTS)
                        .orElse(USUAL_EVENTS));
    }

    private static Topic topic(String criteria) {
        return Topic.find(criteria)
                .orElseThrow(() -> Elements.refused(
                        "criteria", "not a topic of this server; there are " + String.join(", ", Topic.canonicals())));
    }

    private static String filter(Topic topic, JsonNode criteria) {
        Elements.requireOnly(criteria, "criteria", Set.of("backport-filter-criteria"));
        List<String> filters = new ArrayList<>();
        for (JsonNode value : Elements.extensions(criteria, "backport-filter-criteria", "valueString")) {
            String text = value.asText();
            int query = text.indexOf('?');
            if (query >= 0 && !text.substring(0, query).equals(topic.type())) {
                throw Elements.refused("criteria.extension", "this topic's filters are about " + topic.type());
            }
            filters.add(text.substring(query + 1));
        }
        String filter = String.join("&", filters);
        if (filter.length() > LONGEST_FILTER) {
            throw Elements.refused("criteria.extension", "filters have at most " + LONGEST_FILTER + " characters");
        }
        return filter;
    }

    private static Optional<String> endpoint(JsonNode channel) {
        Elements.requireOnly(channel.path("_type"), "channel.type", Set.of());
        Elements.requireOnly(channel.path("_endpoint"), "channel.endpoint", Set.of());
        boolean given = channel.hasNonNull("endpoint");
        switch (channel.path("type").asText()) {
            case "rest-hook" -> {
                if (!given) {
                    throw Elements.refused("channel.endpoint", "a rest-hook needs an endpoint");
                }
                return Optional.of(channel.path("endpoint").asText());
            }
            case "websocket" -> {
                if (given || channel.has("header")) {
                    throw Elements.refused("channel", "a websocket has neither endpoint nor header");
                }
                return Optional.empty();
            }
            default -> throw Elements.refused("channel.type", "channels are rest-hook and websocket");
        }
    }

    private static Content content(JsonNode channel) {
        if (!channel.path("payload").asText().equals("application/fhir+json")) {
            throw Elements.refused("channel.payload", "payloads are application/fhir+json");
        }
        JsonNode payload = channel.path("_payload");
        Elements.requireOnly(payload, "channel.payload", Set.of("backport-payload-content"));
        List<JsonNode> content = Elements.extensions(payload, "backport-payload-content", "valueCode");
        return Optional.of(content)
                .filter(one -> one.size() == 1)
                .flatMap(one -> Content.find(one.get(0).asText()))
                .orElseThrow(() -> Elements.refused(
                        "channel.payload.extension",
                        "backport-payload-content is needed once: empty, id-only or full-resource"));
    }
}
