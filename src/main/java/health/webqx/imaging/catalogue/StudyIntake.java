package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.pacs.StudyEvent;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Found;
import health.webqx.imaging.store.Reach;
import health.webqx.imaging.store.ResourceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What the catalogue has to say of an instance that comes in: whose it would be, whether that is in the sender's reach, and
 * which archive takes it; and, once it is there, that it is catalogued.
 */
@ApplicationScoped
public class StudyIntake {
    private static final Logger LOG = Logger.getLogger(StudyIntake.class);

    private final ResourceStore store;
    private final Catalogue catalogue;
    private final StudyRegister register;
    private final PatientOwners owners;
    private final StoreTargets targets;
    private final StudyChanges changes;

    StudyIntake(
            ResourceStore store,
            Catalogue catalogue,
            StudyRegister register,
            PatientOwners owners,
            StoreTargets targets,
            StudyChanges changes) {
        this.store = store;
        this.catalogue = catalogue;
        this.register = register;
        this.owners = owners;
        this.targets = targets;
        this.changes = changes;
    }

    /**
     * The archive for an instance.
     *
     * @param instance its attributes, with a StudyInstanceUID
     * @param begun the archive that the study was begun in just now, before it is catalogued
     * @param reach what the sender may write; {@code FORBIDDEN}, in the same words, for an instance of a patient out of it and
     *     for one of a study that is another patient's
     */
    public Uni<PacsConnector> admit(DataSet instance, Optional<PacsConnector> begun, Reach reach) {
        Uid study = instance.uid(Tag.StudyInstanceUID).orElseThrow();
        return known(study)
                .flatMap(known -> known.isPresent() || begun.isPresent()
                        ? Uni.createFrom().item(known)
                        : catalogue.lookFor(study).chain(() -> known(study)))
                .flatMap(known -> known.isPresent()
                        ? Uni.createFrom().item(added(known.get(), instance, reach))
                        : ofNew(instance, begun.orElseGet(() -> targets.ofNew(instance)), reach));
    }

    /**
     * Writes a study down as the archive has it now; what was kept of it is not good any more, for an archive may put what came
     * in the place of what it had, and not tell.
     *
     * @return ids of the patients whose it is; none also where it could not be written down and will be later
     */
    public Uni<Set<String>> catalogued(Uid study, PacsConnector archive) {
        changes.note(new StudyEvent.Changed(study));
        return register.refresh(archive, study)
                .chain(() -> known(study))
                .map(known -> known.map(Found::patients).map(Set::copyOf).orElse(Set.of()))
                .onFailure()
                .invoke(failure -> LOG.warnf("study %s was stored and is not catalogued yet: %s", study, failure))
                .onFailure()
                .recoverWithItem(Set.of());
    }

    /** The ImagingStudy that a study is. */
    public static ResourceKey key(Uid study) {
        return StudyRecord.key(study);
    }

    private PacsConnector added(Found known, DataSet instance, Reach reach) {
        Holding holding = catalogue.holding(known.resource(), known.patients());
        requireAdmitted(StudyRecord.key(holding.study()), holding.patients(), reach);
        if (!patientId(instance).equals(holding.patientId())) {
            throw refused();
        }
        return targets.among(holding.archives())
                .orElseThrow(() -> Failure.of(
                        FailureKind.UNPROCESSABLE, "the archive that holds the study does not store instances"));
    }

    private Uni<PacsConnector> ofNew(DataSet instance, PacsConnector target, Reach reach) {
        ResourceKey study = StudyRecord.key(instance.uid(Tag.StudyInstanceUID).orElseThrow());
        return owners.find(owners.system(target), patientId(instance)).map(owner -> {
            requireAdmitted(study, owner.map(ResourceKey::id).map(Set::of).orElse(Set.of()), reach);
            return target;
        });
    }

    private static void requireAdmitted(ResourceKey study, Set<String> patients, Reach reach) {
        if (!ResourceStore.admits(study, patients, reach)) {
            throw refused();
        }
    }

    private static Failure refused() {
        return Failure.of(FailureKind.FORBIDDEN, "the instance is not one that this token may store");
    }

    private static Optional<String> patientId(DataSet instance) {
        return instance.string(Tag.PatientID).map(String::strip).filter(id -> !id.isEmpty());
    }

    private Uni<Optional<Found>> known(Uid study) {
        return store.read(StudyRecord.key(study), Reach.everything())
                .map(Optional::of)
                .onFailure(StudyRegister::isAbsent)
                .recoverWithItem(Optional.empty());
    }
}
