package health.webqx.imaging.pacs;

import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search in one archive (PS3.18 8.3.4).
 *
 * @param level what a row is
 * @param study the study to stay within
 * @param series the series to stay within, at instance level
 * @param matches top-level tag → values of which one must match: literal, {@code *?} wildcards, date or time range
 *     {@code a-b}, UIDs one each; no values, or {@code *}, match every row
 * @param attributes top-level tags that each row should carry beside those every archive gives, where the archive has them
 */
public record PacsQuery(
        Level level,
        Optional<Uid> study,
        Optional<Uid> series,
        Map<Integer, List<String>> matches,
        Set<Integer> attributes) {
    /** What a row of the answer stands for. */
    public enum Level {
        STUDY(Tag.StudyInstanceUID),
        SERIES(Tag.SeriesInstanceUID),
        INSTANCE(Tag.SOPInstanceUID);

        private final int uidTag;

        Level(int uidTag) {
            this.uidTag = uidTag;
        }

        /** The attribute that tells rows of this level apart. */
        public int uidTag() {
            return uidTag;
        }
    }

    public PacsQuery {
        matches = Map.copyOf(matches);
        attributes = Set.copyOf(attributes);
    }

    /** A search for rows with what every archive gives. */
    public PacsQuery(Level level, Optional<Uid> study, Optional<Uid> series, Map<Integer, List<String>> matches) {
        this(level, study, series, matches, Set.of());
    }

    /** Every study the archive holds. */
    public static PacsQuery everyStudy() {
        return new PacsQuery(Level.STUDY, Optional.empty(), Optional.empty(), Map.of());
    }
}
