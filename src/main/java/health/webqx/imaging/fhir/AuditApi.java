package health.webqx.imaging.fhir;

import health.webqx.imaging.access.token.TokenIntake;
import health.webqx.imaging.fhir.operation.OperationInput;
import health.webqx.imaging.fhir.operation.VerifyAudit;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The routes of operations on the record of accesses. */
@Path("/fhir")
public class AuditApi {
    private final TokenIntake intake;
    private final VerifyAudit verify;

    AuditApi(TokenIntake intake, VerifyAudit verify) {
        this.intake = intake;
        this.verify = verify;
    }

    @GET
    @Path("/AuditEvent/{operation: (\\$|%24)verify}")
    public Uni<Response> verify(@Context UriInfo uri, @Context RoutingContext request) {
        return verify(uri, new byte[0], request);
    }

    @POST
    @Path("/AuditEvent/{operation: (\\$|%24)verify}")
    public Uni<Response> verifyByPost(byte[] body, @Context UriInfo uri, @Context RoutingContext request) {
        return verify(uri, body, request);
    }

    private Uni<Response> verify(UriInfo uri, byte[] body, RoutingContext request) {
        FhirHeaders.requireForm(request);
        return verify.perform(intake.visit(request), input(uri, body), FhirHeaders.isStrict(request))
                .map(FhirAnswers::json);
    }

    private static OperationInput input(UriInfo uri, byte[] body) {
        return OperationInput.of(FhirHeaders.entries(uri.getQueryParameters()), body);
    }
}
