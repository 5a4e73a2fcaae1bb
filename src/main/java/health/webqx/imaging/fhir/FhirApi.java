package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.history.HistoryRequest;
import health.webqx.imaging.fhir.interaction.BundleWork;
import health.webqx.imaging.fhir.interaction.Condition;
import health.webqx.imaging.fhir.interaction.Interactions;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.fhir.search.SearchRequest;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.SearchDefinitions;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.function.Supplier;

/** The routes of the FHIR REST API: each reads its address and headers, and hands over to the interaction. */
@Path("/fhir")
public class FhirApi {
    private final TokenIntake intake;
    private final SearchDefinitions definitions;
    private final Interactions interactions;
    private final BundleWork bundles;

    FhirApi(TokenIntake intake, SearchDefinitions definitions, Interactions interactions, BundleWork bundles) {
        this.intake = intake;
        this.definitions = definitions;
        this.interactions = interactions;
        this.bundles = bundles;
    }

    @GET
    @Path("/{type}/{id}")
    public Uni<Response> read(
            @PathParam("type") String type, @PathParam("id") String id, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return interactions
                .read()
                .perform(intake.visit(request), key(type, id))
                .map(found -> FhirAnswers.unlessKnown(found, request));
    }

    @GET
    @Path("/Patient/{id}/{type: [A-Z][A-Za-z]+}")
    public Uni<Response> compartmentSearch(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        SearchRequest understood = SearchRequest.inCompartment(
                key("Patient", id).id(),
                type,
                FhirHeaders.entries(uri.getQueryParameters()),
                FhirHeaders.isStrict(request),
                definitions);
        return interactions.search().perform(intake.visit(request), understood).map(FhirAnswers::json);
    }

    @GET
    @Path("/{type}/{id}/_history/{version}")
    public Uni<Response> vread(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @PathParam("version") String version,
            @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return interactions
                .vread()
                .perform(intake.visit(request), key(type, id), FhirHeaders.version(version))
                .map(FhirAnswers::resource);
    }

    @GET
    @Path("/{type}/{id}/_history")
    public Uni<Response> historyOfInstance(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        return history(
                Optional.of(R4.requireResourceType(type)),
                Optional.of(key(type, id).id()),
                uri,
                request);
    }

    @GET
    @Path("/{type}/_history")
    public Uni<Response> historyOfType(
            @PathParam("type") String type, @Context UriInfo uri, @Context RoutingContext request) {
        return history(Optional.of(R4.requireResourceType(type)), Optional.empty(), uri, request);
    }

    @GET
    @Path("/_history")
    public Uni<Response> historyOfEverything(@Context UriInfo uri, @Context RoutingContext request) {
        return history(Optional.empty(), Optional.empty(), uri, request);
    }

    @GET
    @Path("/{type}")
    public Uni<Response> search(@PathParam("type") String type, @Context UriInfo uri, @Context RoutingContext request) {
        return search(type, uri.getQueryParameters(), request);
    }

    @POST
    @Path("/{type}/_search")
    @Consumes("application/x-www-form-urlencoded")
    public Uni<Response> searchByPost(
            @PathParam("type") String type,
            MultivaluedMap<String, String> form,
            @Context UriInfo uri,
            @Context RoutingContext request) {
        uri.getQueryParameters().forEach((name, values) -> values.forEach(value -> form.add(name, value)));
        return search(type, form, request);
    }

    @GET
    public Uni<Response> searchSystem(@Context UriInfo uri, @Context RoutingContext request) {
        return searchSystem(uri.getQueryParameters(), request);
    }

    @POST
    @Path("/_search")
    @Consumes("application/x-www-form-urlencoded")
    public Uni<Response> searchSystemByPost(
            MultivaluedMap<String, String> form, @Context UriInfo uri, @Context RoutingContext request) {
        uri.getQueryParameters().forEach((name, values) -> values.forEach(value -> form.add(name, value)));
        return searchSystem(form, request);
    }

    @POST
    public Uni<Response> bundle(byte[] body, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        FhirHeaders.requireForm(request);
        return bundles.perform(intake.visit(request), body, FhirHeaders.preferredReturn(request))
                .map(FhirAnswers::json);
    }

    @POST
    @Path("/{type}")
    public Uni<Response> create(@PathParam("type") String type, byte[] body, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        FhirHeaders.requireForm(request);
        String known = R4.requireResourceType(type);
        Optional<Condition> unless =
                FhirHeaders.ifNoneExist(request).map(query -> Condition.of(known, query, definitions));
        return (unless.isPresent()
                        ? interactions.conditionalCreate().perform(intake.visit(request), known, unless.get(), body)
                        : interactions.create().perform(intake.visit(request), known, body))
                .map(written -> FhirAnswers.written(written, request));
    }

    @PUT
    @Path("/{type}/{id}")
    public Uni<Response> update(
            @PathParam("type") String type, @PathParam("id") String id, byte[] body, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        FhirHeaders.requireForm(request);
        return interactions
                .update()
                .perform(intake.visit(request), key(type, id), FhirHeaders.precondition(request), body)
                .map(written -> FhirAnswers.written(written, request));
    }

    @PUT
    @Path("/{type}")
    public Uni<Response> conditionalUpdate(
            @PathParam("type") String type, byte[] body, @Context RoutingContext request) {
        FhirHeaders.requireFhirBody(request);
        FhirHeaders.requireForm(request);
        return interactions
                .conditionalUpdate()
                .perform(
                        intake.visit(request),
                        R4.requireResourceType(type),
                        condition(type, request),
                        FhirHeaders.ifMatch(request),
                        body)
                .map(written -> FhirAnswers.written(written, request));
    }

    @PATCH
    @Path("/{type}/{id}")
    public Uni<Response> patch(
            @PathParam("type") String type, @PathParam("id") String id, byte[] body, @Context RoutingContext request) {
        Supplier<PatchDocument> patch = FhirHeaders.patch(request, body);
        FhirHeaders.requireForm(request);
        return interactions
                .patch()
                .perform(intake.visit(request), key(type, id), FhirHeaders.ifMatch(request), patch)
                .map(written -> FhirAnswers.written(written, request));
    }

    @PATCH
    @Path("/{type}")
    public Uni<Response> conditionalPatch(
            @PathParam("type") String type, byte[] body, @Context RoutingContext request) {
        Supplier<PatchDocument> patch = FhirHeaders.patch(request, body);
        FhirHeaders.requireForm(request);
        return interactions
                .conditionalPatch()
                .perform(intake.visit(request), type, condition(type, request), FhirHeaders.ifMatch(request), patch)
                .map(written -> FhirAnswers.written(written, request));
    }

    @DELETE
    @Path("/{type}/{id}")
    public Uni<Response> delete(
            @PathParam("type") String type, @PathParam("id") String id, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return interactions
                .delete()
                .perform(intake.visit(request), key(type, id), FhirHeaders.ifMatch(request))
                .replaceWith(() -> FhirAnswers.deleted(request));
    }

    @DELETE
    @Path("/{type}")
    public Uni<Response> conditionalDelete(@PathParam("type") String type, @Context RoutingContext request) {
        FhirHeaders.requireForm(request);
        return interactions
                .conditionalDelete()
                .perform(
                        intake.visit(request),
                        R4.requireResourceType(type),
                        condition(type, request),
                        FhirHeaders.ifMatch(request))
                .replaceWith(() -> FhirAnswers.deleted(request));
    }

    private Condition condition(String type, RoutingContext request) {
        String query = Optional.ofNullable(request.request().query()).orElse("");
        return Condition.of(R4.requireResourceType(type), query, definitions);
    }

    private Uni<Response> history(Optional<String> type, Optional<String> id, UriInfo uri, RoutingContext request) {
        FhirHeaders.requireForm(request);
        HistoryRequest understood = HistoryRequest.of(
                type, id, FhirHeaders.entries(uri.getQueryParameters()), FhirHeaders.isStrict(request));
        return interactions.history().perform(intake.visit(request), understood).map(FhirAnswers::json);
    }

    private Uni<Response> search(String type, MultivaluedMap<String, String> parameters, RoutingContext request) {
        FhirHeaders.requireForm(request);
        SearchRequest understood =
                SearchRequest.of(type, FhirHeaders.entries(parameters), FhirHeaders.isStrict(request), definitions);
        return interactions.search().perform(intake.visit(request), understood).map(FhirAnswers::json);
    }

    private Uni<Response> searchSystem(MultivaluedMap<String, String> parameters, RoutingContext request) {
        FhirHeaders.requireForm(request);
        SearchRequest understood =
                SearchRequest.ofSystem(FhirHeaders.entries(parameters), FhirHeaders.isStrict(request), definitions);
        return interactions.search().perform(intake.visit(request), understood).map(FhirAnswers::json);
    }

    private static ResourceKey key(String type, String id) {
        return new ResourceKey(R4.requireResourceType(type), id);
    }
}
