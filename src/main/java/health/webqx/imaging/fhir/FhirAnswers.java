package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Written;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How what an interaction did becomes an answer (R4 3.1.0.1.3, 3.1.0.8). */
final class FhirAnswers {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private FhirAnswers() {}

    static Response json(Buffer json) {
        return Response.ok(json.getBytes(), FailureMapper.FHIR_JSON).build();
    }

    static Response resource(StoredResource resource) {
        return versioned(Response.ok(), resource).build();
    }

    /** The resource, or 304 for a client that has this version (R4 3.1.0.1.1 conditional read). */
    static Response unlessKnown(StoredResource resource, RoutingContext request) {
        String tags = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        boolean known = tags != null
                ? tags.strip().equals("*") || List.of(tags.split("\\s*,\\s*")).contains(resource.etag())
                : isUnmodified(resource, request.request().getHeader(HttpHeaders.IF_MODIFIED_SINCE));
        return known
                ? Response.notModified()
                        .header(HttpHeaders.ETAG, resource.etag())
                        .build()
                : resource(resource);
    }

    /** HTTP's dates have seconds; what is no date is left aside (RFC 9110 13.1.3). */
    private static boolean isUnmodified(StoredResource resource, @Nullable String since) {
        if (since == null) {
            return false;
        }
        try {
            Instant known = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(since));
            return !resource.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(known);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** What was written, in the form that {@code Prefer: return} asks for (R4 3.1.0.1.9). */
    static Response written(Written written, RoutingContext request) {
        StoredResource resource = written.resource();
        Response.ResponseBuilder answer = versioned(Response.status(written.created() ? 201 : 200), resource);
        switch (FhirHeaders.preferredReturn(request)) {
            case "minimal" -> answer.entity(null).type((String) null);
            case "OperationOutcome" -> answer.entity(outcome(written).getBytes());
            default -> {
                // the resource itself
            }
        }
        return answer.location(URI.create("/fhir/" + resource.key().reference() + "/_history/" + resource.version()))
                .build();
    }

    private static Buffer outcome(Written written) {
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", "information").put("code", "informational");
        issue.put(
                "diagnostics",
                written.resource().key().reference()
                        + (written.created() ? " was created" : " is at version ")
                        + (written.created() ? "" : written.resource().version()));
        return ResourceJson.write(outcome);
    }

    private static Response.ResponseBuilder versioned(Response.ResponseBuilder answer, StoredResource resource) {
        return answer.entity(resource.json().getBytes())
                .type(FailureMapper.FHIR_JSON)
                .header(HttpHeaders.ETAG, resource.etag())
                .header(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(resource.lastUpdated()));
    }
}
