package health.webqx.imaging.dicomweb;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.Set;

/** A row of the catalogue with what an archive tells beside it. Addresses an archive writes are its own and stay away. */
final class AddedAttributes {
    private static final int LAST_OF_HEADS = 0x7FDF;

    /** What {@code includefield=all} asks of archives that do not understand it (PS3.18 table 10.6.1-5, PS3.3 C.7). */
    private static final Set<Integer> OF_STUDIES =
            Set.of(Tag.StudyTime, Tag.TimezoneOffsetFromUTC, Tag.InstitutionName, Tag.PatientAge);

    private static final Set<Integer> OF_SERIES = Set.of(
            Tag.StudyTime,
            Tag.TimezoneOffsetFromUTC,
            Tag.SeriesTime,
            Tag.ProtocolName,
            Tag.PerformedProcedureStepStartDate,
            Tag.PerformedProcedureStepStartTime,
            Tag.RequestAttributesSequence);
    private static final Set<Integer> OF_INSTANCES = Set.of(
            Tag.Rows,
            Tag.Columns,
            Tag.BitsAllocated,
            Tag.NumberOfFrames,
            Tag.ContentDate,
            Tag.ContentTime,
            Tag.ImageType);

    private AddedAttributes() {}

    static Set<Integer> usual(QidoLevel level) {
        return switch (level) {
            case STUDIES -> OF_STUDIES;
            case SERIES -> OF_SERIES;
            case INSTANCES -> OF_INSTANCES;
        };
    }

    static DataSet of(DataSet row, DataSet told, Set<Integer> wanted, boolean all) {
        DataSetBuilder merged = row.toBuilder();
        for (Element element : told.elements()) {
            boolean asked = all ? (element.tag() >>> 16) <= LAST_OF_HEADS : wanted.contains(element.tag());
            if (asked && !row.contains(element.tag()) && isTold(element)) {
                add(merged, told, element);
            }
        }
        return merged.build();
    }

    private static boolean isTold(Element element) {
        boolean here = element.value() instanceof Value.Bytes || element.value() instanceof Value.Items;
        return here && element.tag() != Tag.SpecificCharacterSet && !hasAddress(element);
    }

    private static boolean hasAddress(Element element) {
        return element.vr() == Vr.UR
                || (element.value() instanceof Value.Items items
                        && items.items().stream()
                                .flatMap(item -> item.elements().stream())
                                .anyMatch(AddedAttributes::hasAddress));
    }

    /** Text is written anew: the two may be in different character sets. */
    private static void add(DataSetBuilder merged, DataSet told, Element element) {
        if (element.vr().isCharacters()) {
            merged.put(element.tag(), element.vr(), told.strings(element.tag()).toArray(String[]::new));
        } else {
            merged.put(element);
        }
    }
}
