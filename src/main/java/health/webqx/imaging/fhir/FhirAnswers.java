package health.webqx.imaging.fhir;

import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.bundle.WriteOutcome;
import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.http.Freshness;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Written;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

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
        boolean known = Freshness.isKnown(
                resource,
                Optional.ofNullable(request.request().getHeader(HttpHeaders.IF_NONE_MATCH)),
                Optional.ofNullable(request.request().getHeader(HttpHeaders.IF_MODIFIED_SINCE)));
        return known
                ? Response.notModified()
                        .header(HttpHeaders.ETAG, resource.etag())
                        .build()
                : resource(resource);
    }

    /** What was written, in the form that {@code Prefer: return} asks for (R4 3.1.0.1.9). */
    static Response written(Written written, RoutingContext request) {
        StoredResource resource = written.resource();
        Response.ResponseBuilder answer = versioned(Response.status(written.created() ? 201 : 200), resource);
        switch (FhirHeaders.preferredReturn(request)) {
            case MINIMAL -> answer.entity(null).type((String) null);
            case OPERATION_OUTCOME ->
                answer.entity(ResourceJson.write(WriteOutcome.of(written)).getBytes());
            default -> {
                // the resource itself
            }
        }
        return answer.location(address(request, resource)).build();
    }

    /** Of a version, absolute, as the caller wrote this server's name. */
    private static URI address(RoutingContext request, StoredResource resource) {
        return URI.create(request.request().scheme() + "://" + request.request().authority() + "/fhir/"
                + resource.key().reference() + "/_history/" + resource.version());
    }

    /** That a resource is gone: nothing, unless an OperationOutcome is asked for. */
    static Response deleted(RoutingContext request) {
        return FhirHeaders.preferredReturn(request) == PreferredReturn.OPERATION_OUTCOME
                ? json(ResourceJson.write(WriteOutcome.ofDeletion()))
                : Response.noContent().build();
    }

    private static Response.ResponseBuilder versioned(Response.ResponseBuilder answer, StoredResource resource) {
        return answer.entity(resource.json().getBytes())
                .type(FailureMapper.FHIR_JSON)
                .header(HttpHeaders.ETAG, resource.etag())
                .header(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(resource.lastUpdated()));
    }
}
