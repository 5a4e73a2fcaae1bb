package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.List;
import java.util.Set;

/** What stands for the content of a structured report whose content does not stay (PS3.3 C.17.3). */
final class ContentItems {
    private static final Set<String> REFERENCES = Set.of("IMAGE", "COMPOSITE", "WAVEFORM");

    private ContentItems() {}

    /** Items of the first level that point at instances, without what is below them. */
    static List<DataSet> references(List<DataSet> items) {
        return items.stream()
                .filter(item -> REFERENCES.contains(item.string(Tag.ValueType).orElse("")))
                .map(item -> item.without(Tag.ContentSequence))
                .toList();
    }

    /** One that says that there was something. */
    static DataSet removed() {
        return DataSet.builder()
                .put(Tag.RelationshipType, "CONTAINS")
                .put(Tag.ValueType, "TEXT")
                .putItems(
                        Tag.ConceptNameCodeSequence,
                        DataSet.builder()
                                .put(Tag.CodeValue, "121106")
                                .put(Tag.CodingSchemeDesignator, "DCM")
                                .put(Tag.CodeMeaning, "Comment")
                                .build())
                .put(Tag.TextValue, Dummies.TEXT)
                .build();
    }
}
