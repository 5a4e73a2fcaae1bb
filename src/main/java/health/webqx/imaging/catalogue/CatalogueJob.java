package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsQuery;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps the catalogue true: at start it goes through every archive, then it follows what each tells of its studies. What
 * fails is tried again; one archive's trouble does not touch another's.
 */
@ApplicationScoped
public class CatalogueJob {
    private static final Logger LOG = Logger.getLogger(CatalogueJob.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final StudyRegister register;
    private final Archives archives;
    private final ResourceStore store;
    private final StudyChanges changes;
    private final String address;
    private final List<Cancellable> running = new ArrayList<>();

    CatalogueJob(
            StudyRegister register,
            Archives archives,
            ResourceStore store,
            StudyChanges changes,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.register = register;
        this.archives = archives;
        this.store = store;
        this.changes = changes;
        this.address = baseUrl.orElse("") + "/dicomweb";
    }

    /** Only begins the work: a slow archive does not hold up the start. */
    void start(@Observes @Priority(300) StartupEvent event) {
        archives.list().forEach(archive -> {
            Comparison comparison = new Comparison(archive);
            running.add(endpoint(archive)
                    .onFailure()
                    .retry()
                    .withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE)
                    .indefinitely()
                    .onItem()
                    .transformToMulti(ready -> archive.events())
                    .onItem()
                    .transformToUniAndConcatenate(told -> follow(archive, comparison, told))
                    .subscribe()
                    .with(done -> {}));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        running.forEach(Cancellable::cancel);
    }

    /**
     * Goes through an archive, one time after the other. The first time every study is read; after that those whose patient
     * or number of instances are not as catalogued, for the changes of others have been told.
     */
    private final class Comparison {
        private final PacsConnector archive;
        private final AtomicInteger asked = new AtomicInteger();
        private boolean first = true;

        Comparison(PacsConnector archive) {
            this.archive = archive;
        }

        /** Begins; while one is under way, another follows it. */
        void begin() {
            if (asked.getAndIncrement() == 0) {
                run();
            }
        }

        private void run() {
            int answered = asked.get();
            synchronized (running) {
                running.add(goThrough(archive, first).subscribe().with(done -> {
                    first = false;
                    if (asked.addAndGet(-answered) > 0) {
                        run();
                    }
                }));
            }
        }
    }

    private Uni<Void> goThrough(PacsConnector archive, boolean everything) {
        return archive.search(PacsQuery.everyStudy())
                .flatMap(rows -> refreshAll(archive, rows, everything))
                .onFailure()
                .invoke(failure -> LOG.warnf("archive %s cannot be gone through yet: %s", archive.name(), failure))
                .onFailure()
                .retry()
                .withBackOff(SHORTEST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private Uni<Void> endpoint(PacsConnector archive) {
        ResourceKey key = EndpointRecord.key(archive.name());
        Draft draft = new Draft(key, EndpointRecord.endpoint(archive.name(), address));
        return store.read(key, Reach.everything()).replaceWithVoid().onFailure().recoverWithUni(absent -> store.update(
                        draft, Optional.empty(), Reach.everything())
                .replaceWithVoid());
    }

    private Uni<Void> refreshAll(PacsConnector archive, List<DataSet> rows, boolean everything) {
        Set<ResourceKey> held = rows.stream()
                .flatMap(row -> row.uid(Tag.StudyInstanceUID).stream())
                .map(StudyRecord::key)
                .collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> everything ? refresh(archive, row) : refreshIfOther(archive, row))
                .collect()
                .asList()
                .chain(() -> register.forgetAllBut(archive.name(), held))
                .invoke(() -> LOG.infof("archive %s: %d studies gone through", archive.name(), rows.size()));
    }

    private Uni<Void> refreshIfOther(PacsConnector archive, DataSet row) {
        Uid study = row.uid(Tag.StudyInstanceUID).orElseThrow();
        Optional<String> patientId =
                row.string(Tag.PatientID).map(String::strip).filter(id -> !id.isEmpty());
        int instances = row.integer(Tag.NumberOfStudyRelatedInstances).orElse(-1);
        return register.has(archive, study, patientId, instances)
                .flatMap(known -> known ? Uni.createFrom().voidItem() : refresh(archive, row));
    }

    private Uni<Void> refresh(PacsConnector archive, DataSet row) {
        Uid study = row.uid(Tag.StudyInstanceUID).orElseThrow();
        return attempt(archive, study, register.refresh(archive, study));
    }

    private Uni<Void> follow(PacsConnector archive, Comparison comparison, StudyEvent event) {
        changes.note(event);
        if (event instanceof StudyEvent.Changed changed) {
            return attempt(archive, changed.study(), register.refresh(archive, changed.study()));
        } else if (event instanceof StudyEvent.Removed removed) {
            return attempt(archive, removed.study(), register.forget(archive.name(), StudyRecord.key(removed.study())));
        }
        comparison.begin();
        return Uni.createFrom().voidItem();
    }

    /** One study's trouble does not stop the others. */
    private static Uni<Void> attempt(PacsConnector archive, Uid study, Uni<Void> work) {
        return work.onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200))
                .atMost(3)
                .onFailure()
                .invoke(failure -> LOG.warnf("study %s of %s is not catalogued: %s", study, archive.name(), failure))
                .onFailure()
                .recoverWithNull();
    }
}
