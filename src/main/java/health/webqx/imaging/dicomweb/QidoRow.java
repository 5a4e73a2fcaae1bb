package health.webqx.imaging.dicomweb;

import health.webqx.imaging.catalogue.StudyRow;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.util.Optional;

/**
 * A row of an answer on its way.
 *
 * @param study the study in reach that it is of
 * @param level what it stands for
 * @param attributes what is known so far
 */
record QidoRow(StudyRow study, QidoLevel level, DataSet attributes) {
    QidoRow with(DataSet more) {
        return new QidoRow(study, level, more);
    }

    /** What tells it apart from other rows of its level. */
    Optional<Uid> uid() {
        return attributes.uid(level.uidTag());
    }

    Optional<Uid> series() {
        return attributes.uid(Tag.SeriesInstanceUID);
    }
}
