package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Uid;
import java.util.Optional;

/**
 * What a retrieval is about: a study, one of its series, or one instance (PS3.18 10.1.1).
 *
 * @param study StudyInstanceUID
 * @param series SeriesInstanceUID, present for a series or an instance
 * @param instance SOPInstanceUID, present for an instance
 */
public record DicomTarget(Uid study, Optional<Uid> series, Optional<Uid> instance) {
    public DicomTarget {
        if (instance.isPresent() && series.isEmpty()) {
            throw new IllegalArgumentException("an instance is named within its series");
        }
    }

    /** A whole study. */
    public static DicomTarget study(Uid study) {
        return new DicomTarget(study, Optional.empty(), Optional.empty());
    }

    /** One series. */
    public static DicomTarget series(Uid study, Uid series) {
        return new DicomTarget(study, Optional.of(series), Optional.empty());
    }

    /** One instance. */
    public static DicomTarget instance(Uid study, Uid series, Uid instance) {
        return new DicomTarget(study, Optional.of(series), Optional.of(instance));
    }
}
