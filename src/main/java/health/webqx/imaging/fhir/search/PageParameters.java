package health.webqx.imaging.fhir.search;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parameters of an address that answers page by page and is no search: a few are known, the rest is not understood. */
public final class PageParameters {
    private static final int MAX_COUNT = 1000;

    private final SortedMap<String, String> understood = new TreeMap<>();
    private Optional<String> page = Optional.empty();

    private PageParameters() {}

    /**
     * Reads them.
     *
     * @param known names that are understood
     * @param strict whether another name fails the request ({@code UNSUPPORTED}) or is left out
     */
    public static PageParameters of(Set<String> known, List<Map.Entry<String, String>> parameters, boolean strict) {
        PageParameters read = new PageParameters();
        for (Map.Entry<String, String> parameter : parameters) {
            String name = parameter.getKey();
            if (known.contains(name)) {
                read.understood.put(name, parameter.getValue());
            } else if (name.equals("_page")) {
                read.page = Optional.of(parameter.getValue());
            } else if (strict && !SearchRequest.FORM.contains(name)) {
                throw Failure.at(FailureKind.UNSUPPORTED, name, "not a parameter of this address here");
            }
        }
        return read;
    }

    /** The token of the page asked for; absent for the first. */
    public Optional<String> page() {
        return page;
    }

    /** A parameter's value, where it was given and is not empty. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(understood.get(name)).filter(value -> !value.isEmpty());
    }

    /** {@code _since}, in milliseconds since 1970. */
    public OptionalLong since() {
        Optional<String> text = Optional.ofNullable(understood.get("_since"));
        try {
            return text.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(OffsetDateTime.parse(text.get().replace(' ', '+'))
                            .toInstant()
                            .toEpochMilli());
        } catch (DateTimeException e) {
            throw Failure.at(FailureKind.INVALID, "_since", "not an instant, as in 2026-03-02T09:12:00Z");
        }
    }

    /** {@code _count}, 1000 at most. */
    public int count(int unlessGiven) {
        String text = understood.getOrDefault("_count", Integer.toString(unlessGiven));
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
            throw Failure.at(FailureKind.INVALID, "_count", "not a number of at least 1");
        }
        return Math.min(Integer.parseInt(text), MAX_COUNT);
    }

    /** The path with everything understood: the same for every page. */
    public String address(String path) {
        String query = understood.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }
}
