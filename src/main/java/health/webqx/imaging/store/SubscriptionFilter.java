package health.webqx.imaging.store;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.store.search.Criterion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filter of a subscription: search parameters as in a query string. */
public final class SubscriptionFilter {
    private SubscriptionFilter() {}

    /**
     * Its parameters, decoded.
     *
     * @throws Failure {@code MALFORMED} where one is no {@code name=value}
     */
    public static List<Map.Entry<String, String>> parameters(String filter) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        if (filter.isEmpty()) {
            return parameters;
        }
        for (String pair : filter.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                throw Failure.of(FailureKind.MALFORMED, "a filter is of parameters name=value joined by &");
            }
            parameters.add(Map.entry(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
        }
        return parameters;
    }

    /** What must hold of a resource of the type; fails as the search would. */
    public static List<Criterion> criteria(String type, String filter, SearchDefinitions definitions) {
        return parameters(filter).stream()
                .map(parameter -> definitions.criteria().parse(type, parameter.getKey(), parameter.getValue()))
                .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureKind.MALFORMED, "a filter's percent signs are not those of a query string");
        }
    }
}
