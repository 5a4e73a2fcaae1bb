package health.webqx.imaging.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsConnector;
import health.webqx.imaging.resource.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A study the caller may see, and where it lies.
 *
 * @param study StudyInstanceUID
 * @param key its ImagingStudy
 * @param imagingStudy the resource itself
 * @param patients ids of the patients whose compartments it is in
 * @param stamp stands for what the archives had of it when it was read, and for whose it was: another one after any change
 *     that was told of, and in another process; absent where nothing that is made of it may be kept
 * @param archives the archives that hold it and are configured now, in the order in which they are to be asked; may be empty
 */
public record Holding(
        Uid study,
        ResourceKey key,
        ObjectNode imagingStudy,
        Set<String> patients,
        Optional<String> stamp,
        List<PacsConnector> archives) {
    /** One of which nothing is kept: it is not as the catalogue has it. */
    public Holding(
            Uid study, ResourceKey key, ObjectNode imagingStudy, Set<String> patients, List<PacsConnector> archives) {
        this(study, key, imagingStudy, patients, Optional.empty(), archives);
    }

    /** The PatientID under which the archives know the patient: what they return must carry it. */
    public Optional<String> patientId() {
        String value =
                imagingStudy.path("subject").path("identifier").path("value").asText();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /**
     * Holds what an archive returns against whose study it is, before anything is made of it.
     *
     * @throws Failure {@code BAD_GATEWAY} when the attributes are of another patient or study than the catalogue says
     */
    public void requireOwn(DataSet instance) {
        boolean samePatient = instance.string(Tag.PatientID)
                .orElse("")
                .strip()
                .equals(patientId().orElse(""));
        boolean sameStudy = instance.string(Tag.StudyInstanceUID)
                .filter(study.value()::equals)
                .isPresent();
        if (!samePatient || !sameStudy) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not of this study");
        }
    }
}
