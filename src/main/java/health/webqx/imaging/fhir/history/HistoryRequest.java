package health.webqx.imaging.fhir.history;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.search.HistoryQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whose versions are asked for, and which of them (R4 3.1.0.12).
 *
 * @param type absent for those of everything
 * @param id absent for those of the whole type
 * @param understood the parameters that were understood, by name
 */
public record HistoryRequest(
        Optional<String> type,
        Optional<String> id,
        OptionalLong since,
        int count,
        Optional<String> page,
        Map<String, String> understood) {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 1000;
    private static final Set<String> FORM = Set.of("_format", "_pretty");

    /**
     * Reads a request.
     *
     * @param strict whether an unknown parameter fails the request ({@code UNSUPPORTED}) or is left out
     */
    public static HistoryRequest of(
            Optional<String> type, Optional<String> id, List<Map.Entry<String, String>> parameters, boolean strict) {
        Map<String, String> understood = new TreeMap<>();
        Optional<String> page = Optional.empty();
        for (Map.Entry<String, String> parameter : parameters) {
            switch (parameter.getKey()) {
                case "_count", "_since" -> understood.put(parameter.getKey(), parameter.getValue());
                case "_page" -> page = Optional.of(parameter.getValue());
                default -> {
                    if (strict && !FORM.contains(parameter.getKey())) {
                        throw Failure.at(
                                FailureKind.UNSUPPORTED, parameter.getKey(), "not a parameter of a history here");
                    }
                }
            }
        }
        OptionalLong since = understood.containsKey("_since")
                ? OptionalLong.of(instant(understood.getOrDefault("_since", "")))
                : OptionalLong.empty();
        return new HistoryRequest(type, id, since, count(understood), page, Map.copyOf(understood));
    }

    /** What the store is asked. */
    public HistoryQuery query() {
        return new HistoryQuery(type.map(Set::of).orElseGet(R4::resourceTypes), id, since, count, Optional.empty());
    }

    /** The one resource; absent when more are asked for. */
    public Optional<ResourceKey> target() {
        return id.flatMap(given -> type.map(name -> new ResourceKey(name, given)));
    }

    /** The address below the FHIR base, with everything understood: the same for every page. */
    public String address() {
        String query = new TreeMap<>(understood)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        String path = type.map(name -> name + "/").orElse("")
                + id.map(given -> given + "/").orElse("") + "_history";
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static int count(Map<String, String> parameters) {
        String text = parameters.getOrDefault("_count", Integer.toString(DEFAULT_COUNT));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
            throw Failure.at(FailureKind.INVALID, "_count", "not a number of at least 1");
        }
        return Math.min(Integer.parseInt(text), MAX_COUNT);
    }

    private static long instant(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw Failure.at(FailureKind.INVALID, "_since", "not an instant, as in 2026-03-02T09:12:00Z");
        }
    }
}
