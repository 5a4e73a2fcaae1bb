package health.webqx.imaging.fhir.interaction;

import health.webqx.imaging.access.token.Visit;
import health.webqx.imaging.fhir.bundle.BundleEntry;
import health.webqx.imaging.fhir.bundle.PreferredReturn;
import health.webqx.imaging.fhir.bundle.ResponseBundle.Result;
import health.webqx.imaging.fhir.history.HistoryRequest;
import health.webqx.imaging.fhir.patch.PatchDocument;
import health.webqx.imaging.fhir.search.SearchRequest;
import health.webqx.imaging.http.Freshness;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.Written;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Each entry as if it had come alone, one after the other (R4 3.1.0.11 batch). */
@ApplicationScoped
public class Batch {
    private final Interactions interactions;
    private final SearchDefinitions definitions;

    Batch(Interactions interactions, SearchDefinitions definitions) {
        this.interactions = interactions;
        this.definitions = definitions;
    }

    /** What became of each entry; the failure of one is told in its place. */
    public Uni<List<Result>> perform(Visit visit, List<BundleEntry> entries, PreferredReturn preferred) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(entry -> one(visit, entry, preferred))
                .collect()
                .asList();
    }

    /** What became of one entry. Never fails. */
    Uni<Result> one(Visit visit, BundleEntry entry, PreferredReturn preferred) {
        Visit own = new Visit(entry.query(), visit.requestId(), visit.address(), visit.userAgent(), visit.caller());
        return Uni.createFrom()
                .deferred(() -> performed(own, entry, preferred))
                .onFailure()
                .recoverWithItem(failure -> Result.of(entry.told(failure)));
    }

    private Uni<Result> performed(Visit visit, BundleEntry entry, PreferredReturn preferred) {
        return switch (entry.method()) {
            case POST -> created(visit, entry).map(written -> Result.of(written, preferred));
            case PUT -> updated(visit, entry).map(written -> Result.of(written, preferred));
            case PATCH -> patched(visit, entry).map(written -> Result.of(written, preferred));
            case DELETE -> deleted(visit, entry).replaceWith(() -> Result.deleted(preferred));
            case GET -> got(visit, entry);
            case HEAD -> got(visit, entry).map(Result::withoutResource);
        };
    }

    private Uni<Written> created(Visit visit, BundleEntry entry) {
        Optional<Condition> unless = condition(entry);
        return unless.isPresent()
                ? interactions.conditionalCreate().perform(visit, entry.type(), unless.get(), body(entry))
                : interactions.create().perform(visit, entry.type(), body(entry));
    }

    private Uni<Written> updated(Visit visit, BundleEntry entry) {
        Optional<Condition> where = condition(entry);
        return where.isPresent()
                ? interactions
                        .conditionalUpdate()
                        .perform(visit, entry.type(), where.get(), entry.ifMatch(), body(entry))
                : interactions.update().perform(visit, key(entry), precondition(entry), body(entry));
    }

    private Uni<Written> patched(Visit visit, BundleEntry entry) {
        Supplier<PatchDocument> patch =
                () -> PatchDocument.ofEntry(entry.resource().orElseThrow());
        Optional<Condition> where = condition(entry);
        return where.isPresent()
                ? interactions.conditionalPatch().perform(visit, entry.type(), where.get(), entry.ifMatch(), patch)
                : interactions.patch().perform(visit, key(entry), entry.ifMatch(), patch);
    }

    private Uni<Void> deleted(Visit visit, BundleEntry entry) {
        Optional<Condition> where = condition(entry);
        return where.isPresent()
                ? interactions.conditionalDelete().perform(visit, entry.type(), where.get(), entry.ifMatch())
                : interactions.delete().perform(visit, key(entry), entry.ifMatch());
    }

    private Uni<Result> got(Visit visit, BundleEntry entry) {
        String[] address = entry.url().replaceFirst("^/", "").split("\\?", 2);
        String[] path = address[0].split("/", -1);
        List<Map.Entry<String, String>> parameters = address.length == 2 ? Condition.parameters(address[1]) : List.of();
        if (path[path.length - 1].equals("_history") && path.length <= 3) {
            Optional<String> type = path.length == 1 ? Optional.empty() : Optional.of(path[0]);
            Optional<String> id = path.length == 3 ? Optional.of(path[1]) : Optional.empty();
            HistoryRequest history = HistoryRequest.of(type, id, parameters, false);
            return interactions.history().perform(visit, history).map(Result::of);
        } else if (path.length == 1) {
            SearchRequest search = path[0].isEmpty()
                    ? SearchRequest.ofSystem(parameters, false, definitions)
                    : SearchRequest.of(path[0], parameters, false, definitions);
            return interactions.search().perform(visit, search).map(Result::of);
        } else if (path.length == 2) {
            ResourceKey key = new ResourceKey(path[0], path[1]);
            return interactions
                    .read()
                    .perform(visit, key)
                    .map(resource -> Result.of(
                            resource, Freshness.isKnown(resource, entry.ifNoneMatch(), entry.ifModifiedSince())));
        } else if (path.length == 4 && path[2].equals("_history") && path[3].matches("[1-9]\\d{0,8}")) {
            ResourceKey key = new ResourceKey(path[0], path[1]);
            return interactions
                    .vread()
                    .perform(visit, key, Integer.parseInt(path[3]))
                    .map(resource -> Result.of(resource, false));
        }
        throw Failure.at(FailureKind.NOT_FOUND, entry.place() + ".request.url", "there is nothing at this address");
    }

    private Optional<Condition> condition(BundleEntry entry) {
        return entry.query().map(query -> Condition.of(entry.type(), query, definitions));
    }

    /** What an update says of the version that is there. */
    static Precondition precondition(BundleEntry entry) {
        boolean unlessExists = entry.ifNoneMatch().filter("*"::equals).isPresent();
        return new Precondition(entry.ifMatch(), unlessExists);
    }

    private static ResourceKey key(BundleEntry entry) {
        return new ResourceKey(entry.type(), entry.id().orElseThrow());
    }

    private static byte[] body(BundleEntry entry) {
        return ResourceJson.write(entry.resource().orElseThrow()).getBytes();
    }
}
