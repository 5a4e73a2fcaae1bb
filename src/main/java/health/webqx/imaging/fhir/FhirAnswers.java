package health.webqx.imaging.fhir;

import health.webqx.imaging.http.FailureMapper;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Written;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

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

    static Response written(Written written) {
        StoredResource resource = written.resource();
        Response.ResponseBuilder answer = versioned(Response.status(written.created() ? 201 : 200), resource);
        return answer.location(URI.create("/fhir/" + resource.key().reference() + "/_history/" + resource.version()))
                .build();
    }

    private static Response.ResponseBuilder versioned(Response.ResponseBuilder answer, StoredResource resource) {
        return answer.entity(resource.json().getBytes())
                .type(FailureMapper.FHIR_JSON)
                .header(HttpHeaders.ETAG, resource.etag())
                .header(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(resource.lastUpdated()));
    }
}
