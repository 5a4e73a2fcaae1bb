package health.webqx.imaging.fhir.history;

import health.webqx.imaging.fhir.search.PageParameters;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.search.HistoryQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whose versions are asked for, and which of them (R4 3.1.0.12).
 *
 * @param type absent for those of everything
 * @param id absent for those of the whole type
 * @param since the earliest moment of writing, in milliseconds since 1970
 * @param address below the FHIR base, with everything understood: the same for every page
 * @param page the token of the page asked for; absent for the first
 */
public record HistoryRequest(
        Optional<String> type,
        Optional<String> id,
        OptionalLong since,
        int count,
        String address,
        Optional<String> page) {
    private static final int DEFAULT_COUNT = 50;

    /**
     * Reads a request.
     *
     * @param strict whether an unknown parameter fails the request ({@code UNSUPPORTED}) or is left out
     */
    public static HistoryRequest of(
            Optional<String> type, Optional<String> id, List<Map.Entry<String, String>> parameters, boolean strict) {
        PageParameters read = PageParameters.of(Set.of("_count", "_since"), parameters, strict);
        String path = type.map(name -> name + "/").orElse("")
                + id.map(given -> given + "/").orElse("") + "_history";
        return new HistoryRequest(type, id, read.since(), read.count(DEFAULT_COUNT), read.address(path), read.page());
    }

    /** What the store is asked. */
    public HistoryQuery query() {
        return new HistoryQuery(type.map(Set::of).orElseGet(R4::resourceTypes), id, since, count, Optional.empty());
    }

    /** The one resource; absent when more are asked for. */
    public Optional<ResourceKey> target() {
        return id.flatMap(given -> type.map(name -> new ResourceKey(name, given)));
    }
}
