package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;

/** Holds what an archive returns against whose study it was decided upon, before any of it leaves. */
final class PatientGuard {
    private PatientGuard() {}

    /** Fails {@code BAD_GATEWAY} when the data set is of another patient or study than the catalogue says. */
    static void require(DataSet instance, Holding holding) {
        boolean samePatient = instance.string(Tag.PatientID)
                .orElse("")
                .strip()
                .equals(holding.patientId().orElse(""));
        boolean sameStudy = instance.string(Tag.StudyInstanceUID)
                .filter(holding.study().value()::equals)
                .isPresent();
        if (!samePatient || !sameStudy) {
            throw Failure.of(FailureKind.BAD_GATEWAY, "the archive returned what is not of this study");
        }
    }
}
