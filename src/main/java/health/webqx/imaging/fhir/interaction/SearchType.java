package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.AccessRequest;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.fhir.search.SearchRequest;
import health.webqx.imaging.fhir.search.Searchset;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.ServerSecrets;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/** A search of one type (R4 3.1.0.9 search). */
@ApplicationScoped
public class SearchType {
    private static final String PAGE_SECRET = "page-token";

    private final Gate gate;
    private final ResourceStore store;
    private final ServerSecrets secrets;

    SearchType(Gate gate, ResourceStore store, ServerSecrets secrets) {
        this.gate = gate;
        this.store = store;
        this.secrets = secrets;
    }

    /** The page as a searchset Bundle. */
    public Uni<Buffer> perform(Visit visit, SearchRequest request) {
        return gate.pass(
                visit,
                AccessRequest.search(request.type(), request.includedTypes(), request.namedPatients()),
                permit -> secrets.get(PAGE_SECRET).flatMap(secret -> page(permit, request, secret)));
    }

    private Uni<Disclosure<Buffer>> page(Permit permit, SearchRequest request, byte[] secret) {
        PageToken tokens = new PageToken(secret, permit.caller().identity(), request.canonical());
        SearchQuery query = request.query();
        if (request.page().isPresent()) {
            query = query.from(tokens.verify(request.page().get()));
        }
        return store.search(query, permit.reach())
                .map(page -> Disclosure.of(Searchset.bundle(request, page, next(page, tokens)), page.patients()));
    }

    private static Optional<String> next(SearchPage page, PageToken tokens) {
        OptionalLong key = page.next();
        return key.isPresent() ? Optional.of(tokens.sign(key.getAsLong())) : Optional.empty();
    }
}
