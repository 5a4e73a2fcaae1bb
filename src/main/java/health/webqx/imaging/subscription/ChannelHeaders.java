package health.webqx.imaging.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers that a subscriber wants to see: {@code Authorization} and {@code X-…}. Their values are secrets between the
 * subscriber and its endpoint: a Subscription shows {@value #HIDDEN} in their place to everybody, and one that is written so
 * keeps the value it had.
 */
final class ChannelHeaders {
    private static final String HIDDEN = "***";
    private static final int MOST = 10;
    private static final Pattern HEADER = Pattern.compile(
            "(Authorization|X-[A-Za-z0-9-]{1,60}): ?([\\x21-\\x7e][\\x20-\\x7e]{0,4000})", Pattern.CASE_INSENSITIVE);

    private ChannelHeaders() {}

    /**
     * The headers in full.
     *
     * @param known those that it had so far
     */
    static List<String> read(JsonNode channel, List<String> known) {
        List<String> headers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode given : channel.path("header")) {
            Matcher header = HEADER.matcher(given.asText());
            if (!header.matches() || !names.add(header.group(1).toLowerCase(Locale.ROOT)) || names.size() > MOST) {
                throw Elements.refused(
                        "channel.header",
                        "headers are 'Authorization: value' and 'X-...: value', each once, in printable ASCII, at most "
                                + MOST);
            }
            headers.add(
                    header.group(2).equals(HIDDEN)
                            ? before(header.group(1), known)
                            : header.group(1) + ": " + header.group(2));
        }
        return headers;
    }

    private static String before(String name, List<String> known) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return known.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                .findFirst()
                .orElseThrow(() -> Elements.refused("channel.header", "there is no value of this header to keep"));
    }

    /** Takes the values out of a Subscription. */
    static void hide(ObjectNode subscription) {
        if (subscription.path("channel").get("header") instanceof ArrayNode headers) {
            for (int i = 0; i < headers.size(); i++) {
                headers.set(i, headers.get(i).asText().replaceFirst("(?s):.*", ": " + HIDDEN));
            }
        }
    }
}
