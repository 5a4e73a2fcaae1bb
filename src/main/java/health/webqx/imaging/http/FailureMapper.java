package health.webqx.imaging.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The one place where a failure becomes an answer: an OperationOutcome (R4 3.1.0.1.7), or a problem body below
 * {@code /dicomweb} and {@code /wado} (RFC 9457). An unexpected exception is told by a reference id only; its own words go
 * to the log.
 */
public class FailureMapper {
    /** FHIR's JSON (R4 2.6.2). */
    public static final String FHIR_JSON = "application/fhir+json";

    private static final Logger LOG = Logger.getLogger(FailureMapper.class);
    private static final String RETRY_SECONDS = "5";

    /** A failure told in HTTP. */
    private record Answer(int status, Map<String, String> headers, Buffer body) {}

    @ServerExceptionMapper
    public Response failure(Throwable thrown, RoutingContext context) {
        Answer answer = answer(thrown, context.request());
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        return response.entity(answer.body().getBytes()).build();
    }

    /** Answers a request of a plain route with a failure; when its answer has begun, the connection is reset instead. */
    public static void answer(Throwable thrown, RoutingContext context) {
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        Answer answer = answer(thrown, context.request());
        context.response().setStatusCode(answer.status());
        answer.headers().forEach(context.response()::putHeader);
        context.response().end(answer.body());
    }

    private static Answer answer(Throwable thrown, HttpServerRequest request) {
        Failure failure = known(thrown);
        if (failure.kind().status() >= FailureKind.INTERNAL.status()) {
            LOG.debugf(thrown, "request failed: %s", failure.kind());
        }
        boolean dicomweb = isDicomWeb(request);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, dicomweb ? "application/problem+json" : FHIR_JSON);
        if (failure.kind() == FailureKind.UNAUTHENTICATED) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
        } else if (failure.kind() == FailureKind.UNAVAILABLE) {
            headers.put(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        Buffer body = ResourceJson.write(dicomweb ? problem(failure) : operationOutcome(failure));
        return new Answer(failure.kind().status(), headers, body);
    }

    /** The OperationOutcome that tells a failure. */
    public static ObjectNode operationOutcome(Failure failure) {
        ObjectNode outcome = ResourceJson.object();
        outcome.put("resourceType", "OperationOutcome");
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", failure.kind() == FailureKind.INTERNAL ? "fatal" : "error");
        issue.put("code", failure.kind().issueCode());
        issue.put("diagnostics", failure.diagnostics());
        failure.location().ifPresent(place -> issue.putArray("expression").add(place));
        return outcome;
    }

    private static ObjectNode problem(Failure failure) {
        ObjectNode problem = ResourceJson.object();
        problem.put("title", HttpResponseStatus.valueOf(failure.kind().status()).reasonPhrase());
        problem.put("status", failure.kind().status());
        problem.put("detail", failure.diagnostics());
        failure.location().ifPresent(place -> problem.put("instance", place));
        return problem;
    }

    private static Failure known(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            return ofStatus(web.getResponse().getStatus());
        }
        String reference = UUID.randomUUID().toString();
        LOG.errorf(thrown, "unexpected failure %s", reference);
        return Failure.of(FailureKind.INTERNAL, "an unexpected failure, recorded as " + reference);
    }

    /** What the web framework refuses before a route is reached. */
    private static Failure ofStatus(int status) {
        return switch (status) {
            case 404 -> Failure.of(FailureKind.NOT_FOUND, "there is nothing at this address");
            case 405 -> Failure.of(FailureKind.METHOD_NOT_ALLOWED, "this address does not support the method");
            case 406 -> Failure.of(FailureKind.NOT_ACCEPTABLE, "no media type of the Accept header can be given");
            case 413 -> Failure.of(FailureKind.TOO_LARGE, "the body is too large");
            case 415 ->
                Failure.of(FailureKind.UNSUPPORTED_MEDIA_TYPE, "this address does not take the body's media type");
            default -> Failure.of(FailureKind.MALFORMED, "the request cannot be understood");
        };
    }

    private static boolean isDicomWeb(HttpServerRequest request) {
        return request.path().startsWith("/dicomweb") || request.path().startsWith("/wado");
    }

    /** RFC 6750 3: a bare challenge when no token came, the error when one came and was not good. */
    private static String challenge(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null ? "Bearer" : "Bearer error=\"invalid_token\"";
    }
}
