package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.Archives;
import health.webqx.imaging.resource.StoredResource;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Mark;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Knows of every study which archives hold it and whose it is. No call blocks. */
@ApplicationScoped
public class Catalogue {
    private final ResourceStore store;
    private final Archives archives;
    private final StudySearch search;
    private final StudyChanges changes;
    private final KeptStudies kept = new KeptStudies();

    Catalogue(ResourceStore store, Archives archives, StudySearch search, StudyChanges changes) {
        this.store = store;
        this.archives = archives;
        this.search = search;
        this.changes = changes;
    }

    /**
     * Where a study lies; {@code NOT_FOUND} for one that is out of reach, and for one that is not catalogued and in no
     * archive; {@code GONE} for one in reach whose ImagingStudy was deleted and that is in no archive.
     */
    public Uni<Holding> get(Uid study, Reach reach) {
        return find(study, reach)
                .onFailure(StudyRegister::isAbsent)
                .recoverWithUni(() -> search.lookFor(study).chain(() -> find(study, reach)))
                .onFailure(Failure.class)
                .transform(Catalogue::asUnknownStudy);
    }

    /**
     * What {@link #get} found under such a reach before, if it is known.
     *
     * @param provided the row that must be as it was, or this counts for nothing
     */
    public record RecalledHolding(Holding holding, Mark provided) {}

    /** As {@link ResourceStore#recall}: without asking, so it may be outdated. */
    public Optional<RecalledHolding> recall(Uid study, Reach reach) {
        return store.recall(StudyRecord.key(study), reach)
                .map(known -> new RecalledHolding(holding(known.found()), known.mark()));
    }

    /**
     * Where a study lies now that those who were said to hold it do not: it is looked for everywhere, and what is catalogued of
     * it is compared with its holders.
     */
    public Uni<Holding> findAgain(Holding moved, Reach reach) {
        return search.lookFor(moved.study())
                .invoke(() -> compare(moved))
                .chain(() -> find(moved.study(), reach))
                .onFailure(Failure.class)
                .transform(Catalogue::asUnknownStudy);
    }

    /** Has a study described anew, some time soon, as its holders have it: they did not send what is catalogued of it. */
    public void compare(Holding holding) {
        search.compare(holding.study(), holding.archives());
    }

    /** Looks for a study in the archives, so that it is catalogued if one of them holds it; never fails. */
    Uni<Void> lookFor(Uid study) {
        return search.lookFor(study);
    }

    /** The holding that a stored ImagingStudy of the catalogue is. */
    public Holding holding(StoredResource imagingStudy, Set<String> patients) {
        return holding(StudyRead.of(imagingStudy), patients);
    }

    private Holding holding(StudyRead read, Set<String> patients) {
        StoredResource stored = read.stored();
        String stamp = String.join(
                "\n", changes.stamp(read.study()), stored.key().reference(), String.valueOf(stored.version()));
        return new Holding(
                read.study(),
                stored.key(),
                read.imagingStudy(),
                patients,
                Optional.of(stamp),
                archives.inOrder(read.archives()));
    }

    /** Whether it is in reach is asked each time; what is in it is read when it has changed. */
    private Uni<Holding> find(Uid study, Reach reach) {
        return store.readAgain(StudyRecord.key(study), reach).map(this::holding);
    }

    private Holding holding(Found found) {
        return holding(
                kept.find(found.resource().key())
                        .filter(read -> read.stored().equals(found.resource()))
                        .orElseGet(() -> kept.keep(StudyRead.of(found.resource()))),
                found.patients());
    }

    private static Throwable asUnknownStudy(Throwable failure) {
        if (!StudyRegister.isAbsent(failure)) {
            return failure;
        }
        return failure instanceof Failure known && known.kind() == FailureKind.GONE
                ? Failure.of(FailureKind.GONE, "the study has been deleted")
                : Failure.of(FailureKind.NOT_FOUND, "the study is not known");
    }
}
