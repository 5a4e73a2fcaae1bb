package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.Holding;
import health.webqx.imaging.dicom.DataSet;

/** Holds what an archive returns against whose study it was decided upon, before any of it leaves. */
final class PatientGuard {
    private PatientGuard() {}

    /** Fails {@code BAD_GATEWAY} when the data set is of another patient or study than the catalogue says. */
    static void require(DataSet instance, Holding holding) {
        holding.requireOwn(instance);
    }
}
