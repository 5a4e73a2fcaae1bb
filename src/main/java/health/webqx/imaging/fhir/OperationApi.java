package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.operation.BreakGlass;
import health.webqx.imaging.fhir.operation.Everything;
import health.webqx.imaging.fhir.operation.EverythingRequest;
import health.webqx.imaging.fhir.operation.ExtractObservations;
import health.webqx.imaging.fhir.operation.Meta;
import health.webqx.imaging.fhir.operation.Validate;
import health.webqx.imaging.fhir.operation.ViewerSession;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** The routes of operations (R4 3.2); some clients write the {@code $} as {@code %24}. */
@Path("/fhir")
public class OperationApi {
    private final TokenIntake intake;
    private final Everything everything;
    private final Validate validate;
    private final Meta meta;
    private final BreakGlass breakGlass;
    private final ExtractObservations extractObservations;
    private final ViewerSession viewerSession;

    OperationApi(
            TokenIntake intake,
            Everything everything,
            Validate validate,
            Meta meta,
            BreakGlass breakGlass,
            ExtractObservations extractObservations,
            ViewerSession viewerSession) {
        this.breakGlass = breakGlass;
        this.intake = intake;
        this.everything = everything;
        this.validate = validate;
        this.meta = meta;
        this.extractObservations = extractObservations;
        this.viewerSession = viewerSession;
    }

    @GET
    @Path("/Patient/{id}/{operation: (\\$|%24)everything}")
    public Uni<Response> everything(@PathParam("id") String id, @Context UriInfo uri, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        EverythingRequest understood = EverythingRequest.of(
                key("Patient", id).id(), FhirHeaders.entries(uri.getQueryParameters()), FhirHeaders.isStrict(request));
        return everything.perform(intake.visit(request), understood).map(FhirAnswers::json);
    }

    @POST
    @Path("/{type}/{operation: (\\$|%24)validate}")
    public Uni<Response> validate(
            @PathParam("type") String type, byte[] body, @Context UriInfo uri, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        return validate.given(intake.visit(request), R4.requireResourceType(type), Optional.empty(), body, profile(uri))
                .map(FhirAnswers::json);
    }

    @POST
    @Path("/{type}/{id}/{operation: (\\$|%24)validate}")
    public Uni<Response> validateAsInstance(
            @PathParam("type") String type,
            @PathParam("id") String id,
            byte[] body,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        ResourceKey key = key(type, id);
        return validate.given(intake.visit(request), key.type(), Optional.of(key.id()), body, profile(uri))
                .map(FhirAnswers::json);
    }

    @GET
    @Path("/{type}/{id}/{operation: (\\$|%24)validate}")
    public Uni<Response> validateStored(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return validate.stored(intake.visit(request), key(type, id), profile(uri))
                .map(FhirAnswers::json);
    }

    @GET
    @Path("/{type}/{id}/{operation: (\\$|%24)meta}")
    public Uni<Response> meta(
            @PathParam("type") String type, @PathParam("id") String id, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return meta.perform(intake.visit(request), key(type, id)).map(FhirAnswers::json);
    }

    @POST
    @Path("/Patient/{id}/{operation: (\\$|%24)break-glass}")
    public Uni<Response> breakGlass(@PathParam("id") String id, byte[] body, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        return breakGlass
                .perform(intake.visit(request), key("Patient", id), body)
                .map(FhirAnswers::json);
    }

    @POST
    @Path("/ImagingStudy/{id}/{operation: (\\$|%24)extract-observations}")
    public Uni<Response> extractObservations(@PathParam("id") String id, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return extractObservations
                .perform(intake.visit(request), key("ImagingStudy", id))
                .map(FhirAnswers::json);
    }

    @POST
    @Path("/ImagingStudy/{id}/{operation: (\\$|%24)viewer-session}")
    public Uni<Response> viewerSession(@PathParam("id") String id, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return viewerSession.perform(request, key("ImagingStudy", id)).map(FhirAnswers::json);
    }

    private static Optional<String> profile(UriInfo uri) {
        return Optional.ofNullable(uri.getQueryParameters().getFirst("profile"));
    }

    private static ResourceKey key(String type, String id) {
        return new ResourceKey(R4.requireResourceType(type), id);
    }
}
