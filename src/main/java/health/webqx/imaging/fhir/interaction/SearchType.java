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
import health.webqx.imaging.store.search.PageKey;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** A search of one type (R4 3.1.0.9 search). */
@ApplicationScoped
public class SearchType {
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
                AccessRequest.search(request.type(), request.typesTouched(), request.namedPatients()),
                permit -> secrets.get(PageToken.SECRET).flatMap(secret -> page(permit, request, secret)));
    }

    /** Parts of resources are made on a worker; whole ones leave as they are stored. */
    private Uni<Disclosure<Buffer>> page(Permit permit, SearchRequest request, byte[] secret) {
        if (request.countOnly()) {
            return total(permit, request)
                    .map(total -> Disclosure.of(Searchset.count(request, total.orElse(0L)), Set.of()));
        }
        PageToken tokens = new PageToken(secret, permit.caller().identity(), request.bound());
        SearchQuery query = request.query();
        if (request.page().isPresent()) {
            String position = tokens.verify(request.page().get());
            query = query.from(PageKey.of(position, query.sort().size()));
        }
        return store.search(query, permit.reach()).flatMap(page -> told(permit, request, page)
                .emitOn(request.subset().isPresent() ? Infrastructure.getDefaultWorkerPool() : Runnable::run)
                .map(total -> Disclosure.of(
                        Searchset.bundle(request, page, total, page.next().map(key -> tokens.sign(key.text()))),
                        page.patients())));
    }

    /** The total, where the Bundle is to tell it. */
    private Uni<Optional<Long>> told(Permit permit, SearchRequest request, SearchPage page) {
        if (request.total() == SearchRequest.Total.NEVER) {
            return Uni.createFrom().item(Optional.empty());
        } else if (request.page().isEmpty() && page.next().isEmpty()) {
            return Uni.createFrom().item(Optional.of((long) page.matches().size()));
        }
        return request.total() == SearchRequest.Total.ALWAYS
                ? total(permit, request)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<Long>> total(Permit permit, SearchRequest request) {
        return store.count(request.query(), permit.reach()).map(Optional::of);
    }
}
