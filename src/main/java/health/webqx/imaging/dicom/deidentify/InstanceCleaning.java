package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.iod.Iods;

/** Puts together what cleans one instance: its IOD, its identifying values, its patient's shift of dates. */
final class InstanceCleaning {
    private InstanceCleaning() {}

    static DataSetCleaner of(DataSet original, ConfidentialityProfile profile, Pseudonyms pseudonyms)
            throws DicomException {
        AttributeActions actions =
                new AttributeActions(profile, original.uid(Tag.SOPClassUID).flatMap(Iods::find));
        String patient = original.string(Tag.PatientID).orElse("");
        String shifted =
                patient.isEmpty() ? original.string(Tag.StudyInstanceUID).orElse("") : patient;
        return new DataSetCleaner(
                actions,
                OriginalIdentity.of(original, actions),
                pseudonyms,
                new Dummies(pseudonyms, patient),
                pseudonyms.days(shifted));
    }
}
