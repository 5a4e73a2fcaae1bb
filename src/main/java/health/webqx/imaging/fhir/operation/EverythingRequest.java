package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.store.search.PageKey;
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
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose record is asked for, and what of it (R4 Patient {@code $everything}).
 *
 * @param types of resources of which types; empty for all
 * @param understood the parameters that were understood, by name
 */
public record EverythingRequest(
        String patient,
        Set<String> types,
        OptionalLong since,
        int count,
        Optional<String> page,
        Map<String, String> understood) {
    private static final int DEFAULT_COUNT = 200;
    private static final int MAX_COUNT = 1000;
    private static final Set<String> FORM = Set.of("_format", "_pretty");

    /**
     * Reads a request.
     *
     * @param strict whether an unknown parameter fails the request ({@code UNSUPPORTED}) or is left out
     */
    public static EverythingRequest of(String patient, List<Map.Entry<String, String>> parameters, boolean strict) {
        Map<String, String> understood = new TreeMap<>();
        Optional<String> page = Optional.empty();
        for (Map.Entry<String, String> parameter : parameters) {
            switch (parameter.getKey()) {
                case "_count", "_since", "_type" -> understood.put(parameter.getKey(), parameter.getValue());
                case "_page" -> page = Optional.of(parameter.getValue());
                default -> {
                    if (strict && !FORM.contains(parameter.getKey())) {
                        throw Failure.at(
                                FailureKind.UNSUPPORTED, parameter.getKey(), "not a parameter of $everything here");
                    }
                }
            }
        }
        return new EverythingRequest(
                patient,
                types(understood.getOrDefault("_type", "")),
                since(understood),
                count(understood),
                page,
                Map.copyOf(understood));
    }

    /** The address below the FHIR base, with everything understood: the same for every page. */
    String address() {
        String query = new TreeMap<>(understood)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        String path = "Patient/" + patient + "/$everything";
        return query.isEmpty() ? path : path + "?" + query;
    }

    Optional<PageKey> after(PageToken tokens) {
        return page.map(tokens::verify).map(position -> PageKey.of(position, 0));
    }

    private static Set<String> types(String text) {
        Set<String> types = new TreeSet<>();
        for (String type : text.split(",", -1)) {
            if (!type.isBlank()) {
                if (!R4.isResourceType(type.strip())) {
                    throw Failure.at(FailureKind.INVALID, "_type", "unknown resource type");
                }
                types.add(type.strip());
            }
        }
        return Set.copyOf(types);
    }

    private static OptionalLong since(Map<String, String> parameters) {
        String text = parameters.getOrDefault("_since", "");
        try {
            return text.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(OffsetDateTime.parse(text.replace(' ', '+'))
                            .toInstant()
                            .toEpochMilli());
        } catch (DateTimeException e) {
            throw Failure.at(FailureKind.INVALID, "_since", "not an instant, as in 2026-03-02T09:12:00Z");
        }
    }

    private static int count(Map<String, String> parameters) {
        String text = parameters.getOrDefault("_count", Integer.toString(DEFAULT_COUNT));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
            throw Failure.at(FailureKind.INVALID, "_count", "not a number of at least 1");
        }
        return Math.min(Integer.parseInt(text), MAX_COUNT);
    }
}
