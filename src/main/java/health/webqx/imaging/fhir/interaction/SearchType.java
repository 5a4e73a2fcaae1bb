package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.AccessDecision.Permit;
import health.webqx.imaging.access.Disclosure;
import health.webqx.imaging.access.Gate;
import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.search.PageToken;
import health.webqx.imaging.fhir.search.SearchRequest;
import health.webqx.imaging.fhir.search.Searchset;
import health.webqx.imaging.fhir.search.ValueSetCodes;
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

/** A search of one type, or of several (R4 3.1.0.9 search). */
@ApplicationScoped
public class SearchType {
    private final Gate gate;
    private final ResourceStore store;
    private final ServerSecrets secrets;
    private final ValueSetCodes codes;

    SearchType(Gate gate, ResourceStore store, ServerSecrets secrets, ValueSetCodes codes) {
        this.codes = codes;
        this.gate = gate;
        this.store = store;
        this.secrets = secrets;
    }

    /** The page as a searchset Bundle. */
    public Uni<Buffer> perform(Visit visit, SearchRequest request) {
        return gate.pass(visit, request.access(), permit -> codes.of(request.valueSets(), permit.reach())
                .map(request::query)
                .flatMap(query ->
                        secrets.get(PageToken.SECRET).flatMap(secret -> page(permit, request, query, secret))));
    }

    /** Parts of resources are made on a worker; whole ones leave as they are stored. */
    private Uni<Disclosure<Buffer>> page(Permit permit, SearchRequest request, SearchQuery first, byte[] secret) {
        if (request.countOnly()) {
            return total(permit, first)
                    .map(total -> Disclosure.of(Searchset.count(request, total.orElse(0L)), Set.of()));
        }
        PageToken tokens = new PageToken(secret, permit.caller().identity(), request.bound());
        SearchQuery query = request.page()
                .map(page -> first.from(PageKey.of(tokens.verify(page), first.sortKeys())))
                .orElse(first);
        return store.search(query, permit.reach()).flatMap(page -> told(permit, request, first, page)
                .emitOn(request.subset().isPresent() ? Infrastructure.getDefaultWorkerPool() : Runnable::run)
                .map(total -> Disclosure.of(
                        Searchset.bundle(request, page, total, page.next().map(key -> tokens.sign(key.text()))),
                        page.patients())));
    }

    /** The total, where the Bundle is to tell it. */
    private Uni<Optional<Long>> told(Permit permit, SearchRequest request, SearchQuery query, SearchPage page) {
        if (request.total() == SearchRequest.Total.NEVER) {
            return Uni.createFrom().item(Optional.empty());
        } else if (request.page().isEmpty() && page.next().isEmpty()) {
            return Uni.createFrom().item(Optional.of((long) page.matches().size()));
        }
        return request.total() == SearchRequest.Total.ALWAYS
                ? total(permit, query)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<Long>> total(Permit permit, SearchQuery query) {
        return store.count(query, permit.reach()).map(Optional::of);
    }
}
