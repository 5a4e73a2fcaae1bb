package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.DicomTarget;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceJson;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Draft;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import health.webqx.imaging.store.SearchDefinitions;
import health.webqx.imaging.store.search.Criterion;
import health.webqx.imaging.store.search.SearchPage;
import health.webqx.imaging.store.search.SearchQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes the catalogue. What is known of a study is read before the archive is asked and must still be so when the answer is
 * written, else everything is asked anew: of two writers, here or on another node, the one who saw less never wins.
 */
@ApplicationScoped
class StudyRegister {
    private static final Logger LOG = Logger.getLogger(StudyRegister.class);
    private static final int PAGE = 500;
    private static final int ATTEMPTS = 5;

    private final ResourceStore store;
    private final SearchDefinitions definitions;
    private final PatientOwners owners;

    StudyRegister(ResourceStore store, SearchDefinitions definitions, PatientOwners owners) {
        this.store = store;
        this.definitions = definitions;
        this.owners = owners;
    }

    /** Writes a study down as an archive has it now; one that the archive does not have any more is forgotten. */
    Uni<Void> refresh(PacsConnector archive, Uid study) {
        return change(StudyRecord.key(study), known -> archive.metadata(DicomTarget.study(study))
                .collect()
                .asList()
                .onFailure(StudyRegister::isAbsent)
                .recoverWithItem(List.of())
                .flatMap(instances -> instances.isEmpty()
                        ? Uni.createFrom().item(known.flatMap(entry -> entry.without(archive.name())))
                        : described(archive, study, instances, known)));
    }

    /** Notes that an archive no longer holds a study; the last archive's going takes the ImagingStudy along. */
    Uni<Void> forget(String archive, ResourceKey study) {
        return change(study, known -> Uni.createFrom().item(known.flatMap(entry -> entry.without(archive))));
    }

    /** Finds out anew whose a study is. */
    Uni<Void> match(ResourceKey study) {
        return change(
                study,
                known -> known.isEmpty()
                        ? Uni.createFrom().item(known)
                        : owners.find(known.get().patientSystem(), known.get().patientId())
                                .map(owner -> Optional.of(known.get().ownedBy(owner))));
    }

    /** Whether the catalogue has a study of an archive with that patient and that many instances. */
    Uni<Boolean> has(PacsConnector archive, Uid study, Optional<String> patientId, int instances) {
        return known(StudyRecord.key(study)).map(known -> known.map(Known::entry)
                .filter(entry -> entry.isIn(archive.name())
                        && entry.patientId().equals(patientId)
                        && entry.instances() == instances)
                .isPresent());
    }

    /** Whether the catalogue knows that the archive holds the study. */
    Uni<Boolean> has(PacsConnector archive, Uid study) {
        return known(StudyRecord.key(study))
                .map(known ->
                        known.filter(each -> each.entry().isIn(archive.name())).isPresent());
    }

    /** Forgets what an archive is said to hold and does not hold any more. */
    Uni<Void> forgetAllBut(String archive, Set<ResourceKey> held) {
        Criterion inArchive =
                definitions.criteria().parse("ImagingStudy", "endpoint", EndpointRecord.reference(archive));
        SearchQuery first = SearchQuery.of("ImagingStudy", List.of(inArchive), PAGE);
        return Multi.createBy()
                .repeating()
                .uni(() -> new SearchQuery[] {first}, next -> store.search(next[0], Reach.everything())
                        .invoke(page -> page.next().ifPresent(key -> next[0] = first.from(key))))
                .whilst(page -> page.next().isPresent())
                .onItem()
                .transformToIterable(SearchPage::matches)
                .filter(study -> !held.contains(study.key()))
                .onItem()
                .transformToUniAndConcatenate(study -> forget(archive, study.key()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Optional<CatalogueEntry>> described(
            PacsConnector archive, Uid study, List<DataSet> instances, Optional<CatalogueEntry> known) {
        StudyRecord record = new StudyRecord(study, instances);
        Optional<CatalogueEntry> elsewhere = known.flatMap(entry -> entry.without(archive.name()));
        if (elsewhere.isPresent() && !elsewhere.get().patientId().equals(record.patientId())) {
            LOG.warnf("study %s of %s has another PatientID there: that copy is not used", study, archive.name());
            return Uni.createFrom().item(elsewhere);
        }
        String system = owners.system(archive);
        return owners.find(system, record.patientId()).map(owner -> {
            if (elsewhere.isPresent() && elsewhere.get().isOfAnotherThan(owner)) {
                LOG.warnf("study %s of %s is another patient's there: that copy is not used", study, archive.name());
                return elsewhere;
            }
            if (owner.isEmpty() && elsewhere.isPresent()) {
                return Optional.of(elsewhere.get().alsoIn(archive.name()));
            }
            CatalogueEntry fresh = new CatalogueEntry(record.imagingStudy(system, owner)).alsoIn(archive.name());
            return Optional.of(elsewhere.map(fresh::alsoWhere).orElse(fresh));
        });
    }

    private record Known(int version, CatalogueEntry entry) {}

    private Uni<Void> change(
            ResourceKey key, Function<Optional<CatalogueEntry>, Uni<Optional<CatalogueEntry>>> change) {
        return Uni.createFrom()
                .deferred(() -> known(key).flatMap(known -> change.apply(known.map(Known::entry))
                        .flatMap(wanted -> write(key, known, wanted))))
                .onFailure(StudyRegister::isOvertaken)
                .retry()
                .atMost(ATTEMPTS);
    }

    private Uni<Void> write(ResourceKey key, Optional<Known> known, Optional<CatalogueEntry> wanted) {
        if (wanted.equals(known.map(Known::entry))) {
            return Uni.createFrom().voidItem();
        }
        Optional<Integer> version = known.map(Known::version);
        if (wanted.isEmpty()) {
            return store.delete(key, version, Reach.everything()).replaceWithVoid();
        }
        Draft draft = new Draft(key, wanted.get().imagingStudy());
        return version.isEmpty()
                ? first(draft)
                : store.update(draft, version, Reach.everything()).replaceWithVoid();
    }

    /** Two archives may tell of a new study at the same time: who comes second begins again, with what the first one wrote. */
    private Uni<Void> first(Draft draft) {
        return store.create(draft, Reach.everything())
                .replaceWithVoid()
                .onFailure(StudyRegister::isOvertaken)
                .recoverWithUni(taken -> store.read(draft.key(), Reach.everything())
                        .flatMap(there -> Uni.createFrom().<Void>failure(taken))
                        .onFailure(StudyRegister::isAbsent)
                        .recoverWithUni(() -> store.update(draft, Optional.empty(), Reach.everything())
                                .replaceWithVoid()));
    }

    private Uni<Optional<Known>> known(ResourceKey key) {
        return store.read(key, Reach.everything())
                .map(found -> Optional.of(new Known(
                        found.resource().version(),
                        new CatalogueEntry(
                                ResourceJson.readStored(found.resource().json())))))
                .onFailure(StudyRegister::isAbsent)
                .recoverWithItem(Optional.empty());
    }

    static boolean isAbsent(Throwable thrown) {
        return thrown instanceof Failure failure
                && (failure.kind() == FailureKind.NOT_FOUND || failure.kind() == FailureKind.GONE);
    }

    private static boolean isOvertaken(Throwable thrown) {
        return thrown instanceof Failure failure
                && (failure.kind() == FailureKind.PRECONDITION_FAILED || failure.kind() == FailureKind.CONFLICT);
    }
}
