package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.export.Export;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ExportJobs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** The routes of Bulk Data export (Bulk Data 2.0, FHIR asynchronous request pattern). */
@Path("/fhir")
public class ExportApi {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final TokenIntake intake;
    private final Export export;

    ExportApi(TokenIntake intake, Export export) {
        this.intake = intake;
        this.export = export;
    }

    @GET
    @Path("/{operation: (\\$|%24)export}")
    public Uni<Response> ofSystem(@Context UriInfo uri, @Context RoutingContext request) {
        requireAsync(request);
        return export.ofSystem(intake.visit(request), parameters(uri), FhirHeaders.isStrict(request), address(request))
                .map(ExportApi::accepted);
    }

    @GET
    @Path("/Patient/{operation: (\\$|%24)export}")
    public Uni<Response> ofPatients(@Context UriInfo uri, @Context RoutingContext request) {
        requireAsync(request);
        return export.ofPatients(
                        intake.visit(request), parameters(uri), FhirHeaders.isStrict(request), address(request))
                .map(ExportApi::accepted);
    }

    @GET
    @Path("/Group/{id}/{operation: (\\$|%24)export}")
    public Uni<Response> ofGroup(@PathParam("id") String id, @Context UriInfo uri, @Context RoutingContext request) {
        requireAsync(request);
        return export.ofGroup(
                        intake.visit(request),
                        new ResourceKey("Group", id).id(),
                        parameters(uri),
                        FhirHeaders.isStrict(request),
                        address(request))
                .map(ExportApi::accepted);
    }

    @GET
    @Path("/{operation: (\\$|%24)export-status}/{job}")
    public Uni<Response> status(@PathParam("job") String job, @Context RoutingContext request) {
        return export.manifest(intake.visit(request), job)
                .map(manifest -> Response.ok(manifest.getBytes(), "application/json")
                        .header("Expires", HTTP_DATE.format(Instant.now().plus(ExportJobs.KEPT)))
                        .build());
    }

    @DELETE
    @Path("/{operation: (\\$|%24)export-status}/{job}")
    public Uni<Response> cancel(@PathParam("job") String job, @Context RoutingContext request) {
        return export.cancel(intake.visit(request), job)
                .replaceWith(() -> Response.accepted().build());
    }

    @GET
    @Path("/{operation: (\\$|%24)export-file}/{job}/{type}/{from: \\d{1,19}}/{until: \\d{1,19}}")
    public RestMulti<byte[]> file(
            @PathParam("job") String job,
            @PathParam("type") String type,
            @PathParam("from") long from,
            @PathParam("until") long until,
            @Context RoutingContext request) {
        return RestMulti.fromUniResponse(
                export.file(intake.visit(request), job, R4.requireResourceType(type), from, until),
                lines -> lines.map(Buffer::getBytes),
                lines -> Map.of("Content-Type", List.of("application/fhir+ndjson")));
    }

    private static void requireAsync(RoutingContext request) {
        FhirHeaders.requireForm(request);
        boolean async = request.request().headers().getAll("Prefer").stream()
                .anyMatch(preference -> preference.contains("respond-async"));
        if (!async) {
            throw Failure.at(FailureKind.INVALID, "Prefer", "an export needs the header Prefer: respond-async");
        }
    }

    private static List<Map.Entry<String, String>> parameters(UriInfo uri) {
        return FhirHeaders.entries(uri.getQueryParameters());
    }

    private static String address(RoutingContext request) {
        return request.request().uri();
    }

    private static Response accepted(String status) {
        return Response.accepted().header("Content-Location", status).build();
    }
}
