package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.PacsQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Cataloguing on demand: a study somebody asks for and nobody has told of yet is looked for in the archives. Who asks waits
 * a moment only; what takes longer is there the next time. Archives are asked whether the caller may see the study or not,
 * so that the time it takes says nothing of it.
 */
@ApplicationScoped
class StudySearch {
    private static final Logger LOG = Logger.getLogger(StudySearch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Archives archives;
    private final StudyRegister register;
    private final Map<Uid, Uni<Void>> underWay = new ConcurrentHashMap<>();
    private final Set<Uid> compared = ConcurrentHashMap.newKeySet();

    StudySearch(Archives archives, StudyRegister register) {
        this.archives = archives;
        this.register = register;
    }

    /** Looks for it; never fails. */
    Uni<Void> lookFor(Uid study) {
        return Uni.createFrom()
                .deferred(() -> underWay(study))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** One search for all who ask at the same time; it goes on when they have left. */
    private Uni<Void> underWay(Uid study) {
        Uni<Void> begun = search(study)
                .onTermination()
                .invoke(() -> underWay.remove(study))
                .memoize()
                .indefinitely();
        Uni<Void> earlier = underWay.putIfAbsent(study, begun);
        if (earlier != null) {
            return earlier;
        }
        begun.subscribe().with(done -> {}, failure -> {});
        return begun;
    }

    /** Describes a study anew as these archives have it, in the background; one time for all who want it together. */
    void compare(Uid study, List<PacsConnector> holders) {
        if (compared.add(study)) {
            Multi.createFrom()
                    .iterable(holders)
                    .onItem()
                    .transformToUniAndConcatenate(archive -> register.refresh(archive, study)
                            .onFailure()
                            .invoke(failure -> LOG.debugf("archive %s was not compared: %s", archive.name(), failure))
                            .onFailure()
                            .recoverWithNull())
                    .onTermination()
                    .invoke(() -> compared.remove(study))
                    .subscribe()
                    .with(done -> {});
        }
    }

    private Uni<Void> search(Uid study) {
        return Multi.createFrom()
                .iterable(archives.list())
                .onItem()
                .transformToUniAndMerge(archive -> lookIn(archive, study))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> lookIn(PacsConnector archive, Uid study) {
        PacsQuery query = new PacsQuery(
                PacsQuery.Level.STUDY,
                Optional.of(study),
                Optional.empty(),
                Map.of(Tag.StudyInstanceUID, List.of(study.value())));
        return archive.search(query)
                .flatMap(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : register.has(archive, study)
                                .flatMap(known ->
                                        known ? Uni.createFrom().voidItem() : register.refresh(archive, study)))
                .onFailure()
                .invoke(failure -> LOG.debugf("archive %s was not asked for a study: %s", archive.name(), failure))
                .onFailure()
                .recoverWithNull();
    }
}
