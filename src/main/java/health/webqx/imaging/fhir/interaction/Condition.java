package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.fhir.search.SearchRequest;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.WriteSession;
import health.webqx.imaging.store.search.SearchPage;
import io.smallrye.mutiny.Uni;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search that stands for the one resource it finds (R4 3.1.0.4.3, 3.1.0.8.1): decided upon and recorded as the search it
 * is, so it sees what the caller may search for and nothing else.
 */
public final class Condition {
    private final SearchRequest request;

    private Condition(SearchRequest request) {
        this.request = request;
    }

    /**
     * Reads a condition.
     *
     * @param query a search's query string; {@code INVALID} when it asks nothing, {@code UNSUPPORTED} when it asks what
     *     this server does not know: a condition must not be met by accident
     */
    public static Condition of(String type, String query, SearchDefinitions definitions) {
        SearchRequest request =
                SearchRequest.of(type, parameters(query.substring(query.indexOf('?') + 1)), true, definitions);
        if (!request.valueSets().isEmpty()) {
            throw Failure.of(FailureKind.UNSUPPORTED, "a condition does not know value sets");
        }
        if (request.asksNothing()) {
            throw Failure.of(FailureKind.INVALID, "a condition needs a search parameter");
        }
        return new Condition(request);
    }

    AccessRequest access() {
        return request.access();
    }

    /**
     * The resource that meets the condition, if one does; {@code PRECONDITION_FAILED} when several do. Until the session's
     * end nobody else finds out about the same condition.
     */
    Uni<Optional<Found>> one(WriteSession session, Reach reach) {
        return session.lock(text()).chain(() -> find(session, reach));
    }

    /** As {@link #one}, without keeping others from finding out the same. */
    Uni<Optional<Found>> find(WriteSession session, Reach reach) {
        return session.search(request.query(Map.of()), reach).map(Condition::only);
    }

    /** The same text for the same condition. */
    String text() {
        return request.bound();
    }

    private static Optional<Found> only(SearchPage page) {
        List<StoredResource> matches = page.matches();
        if (matches.size() > 1 || page.next().isPresent()) {
            throw Failure.of(FailureKind.PRECONDITION_FAILED, "several resources meet the condition");
        }
        return matches.stream().findFirst().map(match -> new Found(match, page.patients()));
    }

    static List<Map.Entry<String, String>> parameters(String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.add(Map.entry(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1))));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.of(FailureKind.MALFORMED, "the condition is not a query string");
        }
    }
}
