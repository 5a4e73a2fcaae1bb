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

    private final Catalogue catalogue;
    private final Archives archives;
    private final ResourceStore store;
    private final String address;
    private final List<Cancellable> running = new ArrayList<>();

    CatalogueJob(
            Catalogue catalogue,
            Archives archives,
            ResourceStore store,
            @ConfigProperty(name = "webqx.base-url") Optional<String> baseUrl) {
        this.catalogue = catalogue;
        this.archives = archives;
        this.store = store;
        this.address = baseUrl.orElse("") + "/dicomweb";
    }

    /** Only begins the work: a slow archive does not hold up the start. */
    void start(@Observes @Priority(300) StartupEvent event) {
        archives.list().forEach(archive -> {
            running.add(archive.events()
                    .onItem()
                    .transformToUniAndConcatenate(each -> follow(archive, each))
                    .subscribe()
                    .with(done -> {}));
            running.add(goThrough(archive).subscribe().with(done -> {}));
        });
    }

    void stop(@Observes ShutdownEvent event) {
        running.forEach(Cancellable::cancel);
    }

    private Uni<Void> goThrough(PacsConnector archive) {
        return endpoint(archive)
                .chain(() -> archive.search(PacsQuery.everyStudy()))
                .flatMap(rows -> refreshAll(archive, rows))
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

    private Uni<Void> refreshAll(PacsConnector archive, List<DataSet> rows) {
        List<Uid> studies = rows.stream()
                .flatMap(row -> row.string(Tag.StudyInstanceUID).flatMap(Uid::find).stream())
                .toList();
        Set<ResourceKey> held = studies.stream().map(StudyRecord::key).collect(Collectors.toSet());
        return Multi.createFrom()
                .iterable(studies)
                .onItem()
                .transformToUniAndConcatenate(study -> attempt(archive, study, catalogue.refresh(archive, study)))
                .collect()
                .asList()
                .chain(() -> catalogue.forgetAllBut(archive.name(), held))
                .invoke(() -> LOG.infof("archive %s: %d studies gone through", archive.name(), studies.size()));
    }

    private Uni<Void> follow(PacsConnector archive, StudyEvent event) {
        if (event instanceof StudyEvent.Changed changed) {
            return attempt(archive, changed.study(), catalogue.refresh(archive, changed.study()));
        } else if (event instanceof StudyEvent.Removed removed) {
            return attempt(archive, removed.study(), catalogue.forget(archive.name(), removed.study()));
        }
        return goThrough(archive);
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
