package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.pacs.PacsQuery;

/** What a row of a QIDO answer stands for (PS3.18 10.6.1), from the top down. */
enum QidoLevel {
    STUDIES(Tag.StudyInstanceUID, PacsQuery.Level.STUDY),
    SERIES(Tag.SeriesInstanceUID, PacsQuery.Level.SERIES),
    INSTANCES(Tag.SOPInstanceUID, PacsQuery.Level.INSTANCE);

    private final int uidTag;
    private final PacsQuery.Level inArchives;

    QidoLevel(int uidTag, PacsQuery.Level inArchives) {
        this.uidTag = uidTag;
        this.inArchives = inArchives;
    }

    /** The attribute that tells rows of this level apart. */
    int uidTag() {
        return uidTag;
    }

    PacsQuery.Level inArchives() {
        return inArchives;
    }
}
