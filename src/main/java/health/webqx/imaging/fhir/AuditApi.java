package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.operation.ExportAudit;
import health.webqx.imaging.fhir.operation.OperationInput;
import health.webqx.imaging.fhir.operation.ReportAudit;
import health.webqx.imaging.fhir.operation.VerifyAudit;
import health.webqx.imaging.fhir.operation.WhoLooked;
import health.webqx.imaging.resource.ResourceKey;
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
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestMulti;

/** The routes of operations on the record of accesses. */
@Path("/fhir")
public class AuditApi {
    private final TokenIntake intake;
    private final VerifyAudit verify;
    private final ReportAudit report;
    private final ExportAudit export;
    private final WhoLooked whoLooked;

    AuditApi(TokenIntake intake, VerifyAudit verify, ReportAudit report, ExportAudit export, WhoLooked whoLooked) {
        this.intake = intake;
        this.verify = verify;
        this.report = report;
        this.export = export;
        this.whoLooked = whoLooked;
    }

    @GET
    @Path("/AuditEvent/{operation: (\\$|%24)verify}")
    public Uni<Response> verify(@Context UriInfo uri, @Context RoutingContext request) {
        return answered(uri, new byte[0], request, verify::perform);
    }

    @POST
    @Path("/AuditEvent/{operation: (\\$|%24)verify}")
    public Uni<Response> verifyByPost(byte[] body, @Context UriInfo uri, @Context RoutingContext request) {
        return answered(uri, body, request, verify::perform);
    }

    @GET
    @Path("/AuditEvent/{operation: (\\$|%24)report}")
    public Uni<Response> report(@Context UriInfo uri, @Context RoutingContext request) {
        return answered(uri, new byte[0], request, report::perform);
    }

    @POST
    @Path("/AuditEvent/{operation: (\\$|%24)report}")
    public Uni<Response> reportByPost(byte[] body, @Context UriInfo uri, @Context RoutingContext request) {
        return answered(uri, body, request, report::perform);
    }

    @GET
    @Path("/AuditEvent/{operation: (\\$|%24)export-syslog}")
    public RestMulti<byte[]> exportSyslog(@Context UriInfo uri, @Context RoutingContext request) {
        return RestMulti.fromUniResponse(
                export.perform(intake.visit(request), input(uri, new byte[0]), FhirHeaders.isStrict(request)),
                messages -> messages.map(Buffer::getBytes),
                messages -> Map.of("Content-Type", List.of("application/octet-stream")));
    }

    @GET
    @Path("/Patient/{id}/{operation: (\\$|%24)who-looked}")
    public Uni<Response> whoLooked(@PathParam("id") String id, @Context UriInfo uri, @Context RoutingContext request) {
        ResourceKey patient = new ResourceKey("Patient", id);
        return answered(
                uri, new byte[0], request, (visit, input, strict) -> whoLooked.perform(visit, patient, input, strict));
    }

    /** An operation that answers with one resource. */
    private interface Operation {
        Uni<Buffer> perform(Visit visit, OperationInput input, boolean strict);
    }

    private Uni<Response> answered(UriInfo uri, byte[] body, RoutingContext request, Operation operation) {
        FhirHeaders.requireForm(request);
        return operation
                .perform(intake.visit(request), input(uri, body), FhirHeaders.isStrict(request))
                .map(FhirAnswers::json);
    }

    private static OperationInput input(UriInfo uri, byte[] body) {
        return OperationInput.of(FhirHeaders.entries(uri.getQueryParameters()), body);
    }
}
