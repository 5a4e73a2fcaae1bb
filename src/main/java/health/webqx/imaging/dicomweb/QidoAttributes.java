package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which attributes a search knows, by which names, and which of them the catalogue answers by itself (PS3.18 10.6). */
final class QidoAttributes {
    private static final int MOST_STEPS = 8;
    private static final int FIRST_GROUP = 8;

    private static final Set<Integer> OF_STUDIES = Set.of(
            Tag.StudyInstanceUID,
            Tag.InstanceAvailability,
            Tag.PatientName,
            Tag.PatientID,
            Tag.PatientBirthDate,
            Tag.PatientSex,
            Tag.StudyDate,
            Tag.AccessionNumber,
            Tag.StudyID,
            Tag.StudyDescription,
            Tag.ReferringPhysicianName,
            Tag.ModalitiesInStudy,
            Tag.NumberOfStudyRelatedSeries,
            Tag.NumberOfStudyRelatedInstances,
            Tag.RetrieveURL);
    private static final Set<Integer> OF_SERIES = Set.of(
            Tag.SeriesInstanceUID,
            Tag.Modality,
            Tag.SeriesDescription,
            Tag.BodyPartExamined,
            Tag.SeriesNumber,
            Tag.SeriesDate,
            Tag.NumberOfSeriesRelatedInstances);
    private static final Set<Integer> OF_INSTANCES = Set.of(Tag.SOPInstanceUID, Tag.SOPClassUID, Tag.InstanceNumber);

    /** What a row of an instance has to have and the catalogue does not hold (PS3.18 table 10.6.3-5). */
    private static final Set<Integer> REQUIRED_OF_INSTANCES =
            Set.of(Tag.Rows, Tag.Columns, Tag.BitsAllocated, Tag.NumberOfFrames);

    private QidoAttributes() {}

    /** The level whose rows the catalogue knows the attribute of; {@code otherwise} for one that it does not hold. */
    static QidoLevel levelOf(int tag, QidoLevel otherwise) {
        if (OF_INSTANCES.contains(tag)) {
            return QidoLevel.INSTANCES;
        } else if (OF_SERIES.contains(tag)) {
            return QidoLevel.SERIES;
        }
        return OF_STUDIES.contains(tag) ? QidoLevel.STUDIES : otherwise;
    }

    /** Whether the catalogue holds it, of whatever level. */
    static boolean isHeld(int tag) {
        return OF_STUDIES.contains(tag) || OF_SERIES.contains(tag) || OF_INSTANCES.contains(tag);
    }

    /** What archives are asked for even when a client asks for nothing. */
    static Set<Integer> alwaysAsked(QidoLevel level) {
        return level == QidoLevel.INSTANCES ? REQUIRED_OF_INSTANCES : Set.of();
    }

    /** An attribute by its keyword or 8 hex digits, in sequences with dots between (PS3.18 8.3.4.1). */
    static List<Integer> path(String name) {
        String[] steps = name.split("\\.", -1);
        if (steps.length > MOST_STEPS) {
            throw unknown(name);
        }
        List<Integer> path = new ArrayList<>();
        for (String step : steps) {
            if (!path.isEmpty() && Dictionary.vrOf(path.get(path.size() - 1)) != Vr.SQ) {
                throw Failure.at(FailureKind.MALFORMED, name, "what stands before a dot is not a sequence");
            }
            path.add(tag(name, step));
        }
        return path;
    }

    private static int tag(String name, String step) {
        int tag = step.matches("[0-9A-Fa-f]{8}")
                ? (int) Long.parseLong(step, 16)
                : Dictionary.tagOf(step).orElseThrow(() -> unknown(name));
        boolean isOfDataSets = (tag >>> 16) >= FIRST_GROUP && !Tag.isGroupLength(tag);
        if (!isOfDataSets || Dictionary.find(tag).isEmpty()) {
            throw unknown(name);
        }
        return tag;
    }

    private static Failure unknown(String name) {
        return Failure.at(
                FailureKind.UNSUPPORTED,
                name.substring(0, Math.min(name.length(), 128)),
                "not an attribute: write a keyword or 8 hex digits of the dictionary");
    }
}
