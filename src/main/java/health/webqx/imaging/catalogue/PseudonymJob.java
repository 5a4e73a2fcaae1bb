package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.StudyPseudonyms;
import health.webqx.imaging.store.StudyPseudonyms.Lacking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Computes the pseudonyms of the studies that came or changed since it last ran. It runs when a pseudonym is asked for that is
 * not known, one run at a time: those who ask meanwhile wait for the next run together.
 */
@ApplicationScoped
class PseudonymJob {
    private static final int AT_ONCE = 100;

    private final StudyPseudonyms pseudonyms;
    private final DeidentificationKeys keys;
    private boolean running;
    private @Nullable CompletableFuture<@Nullable Void> next;

    PseudonymJob(StudyPseudonyms pseudonyms, DeidentificationKeys keys) {
        this.pseudonyms = pseudonyms;
        this.keys = keys;
    }

    /** Completes when every study has its pseudonym that was there at the call. */
    synchronized Uni<Void> caughtUp() {
        CompletableFuture<@Nullable Void> run = next;
        if (run == null) {
            run = new CompletableFuture<>();
            next = run;
        }
        // who does not wait any longer does not end the others' run
        Uni<Void> waiting = Uni.createFrom().completionStage(run.thenAccept(done -> {}));
        if (!running) {
            begin(run);
        }
        return waiting;
    }

    private void begin(CompletableFuture<@Nullable Void> run) {
        running = true;
        next = null;
        keys.name().flatMap(this::compute).subscribe().with(done -> end(run), failure -> fail(run, failure));
    }

    private void end(CompletableFuture<@Nullable Void> run) {
        run.complete(null);
        goOn();
    }

    private void fail(CompletableFuture<@Nullable Void> run, Throwable failure) {
        run.completeExceptionally(failure);
        goOn();
    }

    private synchronized void goOn() {
        running = false;
        CompletableFuture<@Nullable Void> waiting = next;
        if (waiting != null) {
            begin(waiting);
        }
    }

    private Uni<Void> compute(String name) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {0}, after -> pseudonyms
                        .lacking(name, after[0], AT_ONCE)
                        .invoke(some -> some.forEach(each -> after[0] = each.sid()))
                        .flatMap(some -> compute(some, name)))
                .whilst(count -> count == AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> compute(List<Lacking> studies, String name) {
        if (studies.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return Multi.createFrom()
                .iterable(studies)
                .onItem()
                .transformToUniAndConcatenate(this::pseudonym)
                .collect()
                .asList()
                .flatMap(found -> pseudonyms.keep(name, studies, found))
                .replaceWith(studies.size());
    }

    private Uni<String> pseudonym(Lacking study) {
        ObjectNode resource = ResourceJson.readStored(study.json());
        if (!StudyRecord.isCatalogued(resource, new ResourceKey("ImagingStudy", study.id()))) {
            return Uni.createFrom().item("");
        }
        String original = StudyRead.studyUid(resource).value();
        return keys.deidentification(resource)
                .map(found -> found.map(each -> each.instances().uid(original)).orElse(""));
    }
}
