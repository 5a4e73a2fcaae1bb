package health.webqx.imaging.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.operation.SubscriptionOperations;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceXml;
import health.webqx.imaging.subscription.Content;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of operations on Subscriptions, by GET and by POST with a Parameters. */
@Path("/fhir")
public class SubscriptionApi {
    private final TokenIntake intake;
    private final SubscriptionOperations operations;

    SubscriptionApi(TokenIntake intake, SubscriptionOperations operations) {
        this.intake = intake;
        this.operations = operations;
    }

    @GET
    @Path("/Subscription/{operation: (\\$|%24)(status|get-ws-binding-token)}")
    public Uni<Response> ofType(
            @PathParam("operation") String operation, @Context UriInfo uri, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return ofType(operation, FhirHeaders.entries(uri.getQueryParameters()), request);
    }

    @POST
    @Path("/Subscription/{operation: (\\$|%24)(status|get-ws-binding-token)}")
    public Uni<Response> ofTypeByPost(
            @PathParam("operation") String operation, byte[] body, @Context RoutingContext request) {
        return ofType(operation, parameters(body, request), request);
    }

    @GET
    @Path("/Subscription/{id}/{operation: (\\$|%24)(status|events|get-ws-binding-token)}")
    public Uni<Response> ofInstance(
            @PathParam("id") String id,
            @PathParam("operation") String operation,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return ofInstance(id, operation, FhirHeaders.entries(uri.getQueryParameters()), request);
    }

    @POST
    @Path("/Subscription/{id}/{operation: (\\$|%24)(status|events|get-ws-binding-token)}")
    public Uni<Response> ofInstanceByPost(
            @PathParam("id") String id,
            @PathParam("operation") String operation,
            byte[] body,
            @Context RoutingContext request) {
        return ofInstance(id, operation, parameters(body, request), request);
    }

    private Uni<Response> ofType(String operation, List<Map.Entry<String, String>> parameters, RoutingContext request) {
        List<String> ids = values(parameters, "id");
        Uni<Buffer> answer = operation.endsWith("status")
                ? operations.status(intake.visit(request), ids, values(parameters, "status"))
                : operations.bindingToken(intake.visit(request), ids);
        return answer.map(FhirAnswers::json);
    }

    private Uni<Response> ofInstance(
            String id, String operation, List<Map.Entry<String, String>> parameters, RoutingContext request) {
        Uni<Buffer> answer;
        if (operation.endsWith("status")) {
            answer = operations.status(intake.visit(request), id);
        } else if (operation.endsWith("events")) {
            answer = operations.events(
                    intake.visit(request),
                    id,
                    number(parameters, "eventsSinceNumber", 1),
                    number(parameters, "eventsUntilNumber", Long.MAX_VALUE),
                    content(parameters));
        } else {
            answer = operations.bindingToken(intake.visit(request), id);
        }
        return answer.map(FhirAnswers::json);
    }

    private static long number(List<Map.Entry<String, String>> parameters, String name, long otherwise) {
        List<String> values = values(parameters, name);
        if (values.isEmpty()) {
            return otherwise;
        }
        if (!values.get(0).matches("\\d{1,18}")) {
            throw Failure.at(FailureKind.MALFORMED, name, "not the number of an event");
        }
        return Long.parseLong(values.get(0));
    }

    private static Optional<Content> content(List<Map.Entry<String, String>> parameters) {
        return values(parameters, "content").stream().findFirst().map(code -> Content.find(code)
                .orElseThrow(() ->
                        Failure.at(FailureKind.INVALID, "content", "content is empty, id-only or full-resource")));
    }

    /** The values of a parameter; several may stand in one, joined by commas. */
    private static List<String> values(List<Map.Entry<String, String>> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .flatMap(parameter -> List.of(parameter.getValue().split(",")).stream())
                .toList();
    }

    private static List<Map.Entry<String, String>> parameters(byte[] body, RoutingContext request) {
        FhirHeaders.requireForm(request);
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        if (body.length == 0) {
            return parameters;
        }
        FhirHeaders.requireFhirBody(request);
        Buffer json = ResourceXml.is(body) ? ResourceXml.toJson(body) : Buffer.buffer(body);
        for (JsonNode parameter : ResourceJson.read(json).path("parameter")) {
            parameter.properties().stream()
                    .filter(member -> member.getKey().startsWith("value"))
                    .map(member -> member.getValue().asText())
                    .forEach(value ->
                            parameters.add(Map.entry(parameter.path("name").asText(), value)));
        }
        return parameters;
    }
}
