package health.webqx.imaging.dicom.sr;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a content item says (PS3.3 table C.17.3-7). */
public sealed interface ContentValue {
    /** Text, also a person's name, a UID, a date or time as DICOM writes it, and what is at a place. */
    record Text(String text) implements ContentValue {}

    /** A coded concept. */
    record Coded(Code code) implements ContentValue {}

    /**
     * A measurement.
     *
     * @param number as it stands in the report, its digits kept; absent where it failed
     * @param unit of UCUM as a rule
     * @param qualifier why there is no number, or what kind of number it is (CID 42)
     */
    record Measured(Optional<String> number, Optional<Code> unit, Optional<Code> qualifier) implements ContentValue {}

    /**
     * Another instance.
     *
     * @param frames of it, 1-based; none for all
     */
    record Reference(String sopClass, Uid instance, List<Integer> frames) implements ContentValue {}

    /** The value of an item of that type; empty for a container, and for what the item does not say. */
    static Optional<ContentValue> of(DataSet item, String type) {
        return switch (type) {
            case "TEXT" -> text(item, Tag.TextValue);
            case "PNAME" -> item.string(Tag.PersonName).map(name -> new Text(personName(name)));
            case "DATETIME" -> text(item, Tag.DateTime);
            case "DATE" -> text(item, Tag.Date);
            case "TIME" -> text(item, Tag.Time);
            case "UIDREF" -> text(item, Tag.UID);
            case "CODE" -> Code.first(item, Tag.ConceptCodeSequence).map(Coded::new);
            case "NUM" -> Optional.of(measured(item));
            case "IMAGE", "COMPOSITE", "WAVEFORM" -> reference(item);
            case "SCOORD", "SCOORD3D" -> text(item, Tag.GraphicType);
            default -> Optional.empty();
        };
    }

    private static Optional<ContentValue> text(DataSet item, int tag) {
        return item.string(tag).map(Text::new);
    }

    private static Measured measured(DataSet item) {
        Optional<DataSet> value = item.items(Tag.MeasuredValueSequence).stream().findFirst();
        return new Measured(
                value.flatMap(each -> each.string(Tag.NumericValue)).map(String::strip),
                value.flatMap(each -> Code.first(each, Tag.MeasurementUnitsCodeSequence)),
                Code.first(item, Tag.NumericValueQualifierCodeSequence));
    }

    private static Optional<ContentValue> reference(DataSet item) {
        return item.items(Tag.ReferencedSOPSequence).stream().findFirst().flatMap(referenced -> referenced
                .uid(Tag.ReferencedSOPInstanceUID)
                .map(uid -> new Reference(
                        referenced.string(Tag.ReferencedSOPClassUID).orElse(""),
                        uid,
                        referenced.integers(Tag.ReferencedFrameNumber))));
    }

    /** A PN's first group as people write it: prefix, given names, family name, suffix (PS3.5 6.2.1). */
    static String personName(String name) {
        String[] components = name.split("=", -1)[0].split("\\^", -1);
        return List.of(3, 1, 2, 0, 4).stream()
                .filter(index -> index < components.length && !components[index].isBlank())
                .map(index -> components[index].strip())
                .collect(Collectors.joining(" "));
    }
}
