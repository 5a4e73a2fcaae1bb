package health.webqx.imaging.fhir.operation;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.fhir.search.Searchset;
import health.webqx.imaging.resource.R4;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.ServerSecrets;
import health.webqx.imaging.store.search.EverythingQuery;
import health.webqx.imaging.store.search.PageKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;

/**
 * A patient's whole record, page by page, and who and where it refers to (R4 Patient {@code $everything}). Records of access
 * are not of the record, or it would grow by being read.
 */
@ApplicationScoped
public class Everything {
    private static final Set<String> SUPPORTING = Set.of(
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Location",
            "HealthcareService",
            "Endpoint",
            "Medication",
            "Device",
            "Specimen",
            "Substance");

    private final Gate gate;
    private final ResourceStore store;
    private final ServerSecrets secrets;

    Everything(Gate gate, ResourceStore store, ServerSecrets secrets) {
        this.gate = gate;
        this.store = store;
        this.secrets = secrets;
    }

    /** The page as a searchset Bundle; {@code NOT_FOUND} for a Patient that is not in the caller's reach. */
    public Uni<Buffer> perform(Visit visit, EverythingRequest request) {
        ResourceKey patient = new ResourceKey("Patient", request.patient());
        return gate.pass(
                visit, AccessRequest.everything(patient, types(request)), permit -> secrets.get(PageToken.SECRET)
                        .flatMap(secret -> page(permit, request, secret)));
    }

    private Uni<Disclosure<Buffer>> page(Permit permit, EverythingRequest request, byte[] secret) {
        PageToken tokens = new PageToken(secret, permit.caller().identity(), request.address());
        EverythingQuery query = new EverythingQuery(
                request.patient(),
                types(request),
                supporting(request),
                request.since(),
                request.count(),
                request.page().map(tokens::verify).map(position -> PageKey.of(position, 0)));
        return store.everything(query, permit.reach())
                .map(page -> Disclosure.of(
                        Searchset.pageOf(
                                request.address(),
                                request.page(),
                                page,
                                page.next().map(PageKey::text).map(tokens::sign)),
                        page.patients(),
                        new ResourceKey("Patient", request.patient())));
    }

    private static Set<String> types(EverythingRequest request) {
        Set<String> types = new TreeSet<>(request.types().isEmpty() ? R4.resourceTypes() : request.types());
        types.remove("AuditEvent");
        return types;
    }

    private static Set<String> supporting(EverythingRequest request) {
        Set<String> types = new TreeSet<>(SUPPORTING);
        if (!request.types().isEmpty()) {
            types.retainAll(request.types());
        }
        return types;
    }
}
