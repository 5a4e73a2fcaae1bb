package health.webqx.imaging.catalogue;

import health.webqx.imaging.dicom.deidentify.ConfidentialityProfile;
import health.webqx.imaging.dicom.deidentify.Deidentifier;
import health.webqx.imaging.dicom.deidentify.ProfileOption;
import health.webqx.imaging.dicom.deidentify.Pseudonyms;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a study is de-identified for those who may not know whose it is.
 *
 * @param instances for instances and their attributes
 * @param rows for rows of a search, which do not hold all that tells what in a description identifies: descriptions go
 */
public record StudyDeidentification(Deidentifier instances, Deidentifier rows) {
    static StudyDeidentification of(Set<ProfileOption> options, Pseudonyms pseudonyms) {
        EnumSet<ProfileOption> ofRows = EnumSet.noneOf(ProfileOption.class);
        ofRows.addAll(options);
        ofRows.remove(ProfileOption.CLEAN_DESCRIPTORS);
        return new StudyDeidentification(
                Deidentifier.of(new ConfidentialityProfile(options, false), pseudonyms),
                Deidentifier.of(new ConfidentialityProfile(ofRows, false), pseudonyms));
    }
}
