package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import java.util.List;
import java.util.Map;

/** The tree of content items of a structured report (PS3.3 C.17.3): what each type of value needs. */
final class ContentItemRules {
    private static final String RULE = "PS3.3 C.17.3";

    /** What holds the value; measured values may be empty, as of a measurement that failed. */
    private static final Map<String, List<Integer>> HOLDERS = Map.ofEntries(
            Map.entry("TEXT", List.of(Tag.TextValue)),
            Map.entry("NUM", List.of(Tag.MeasuredValueSequence)),
            Map.entry("CODE", List.of(Tag.ConceptCodeSequence)),
            Map.entry("DATETIME", List.of(0x0040A120)),
            Map.entry("DATE", List.of(0x0040A121)),
            Map.entry("TIME", List.of(0x0040A122)),
            Map.entry("PNAME", List.of(0x0040A123)),
            Map.entry("UIDREF", List.of(0x0040A124)),
            Map.entry("COMPOSITE", List.of(Tag.ReferencedSOPSequence)),
            Map.entry("IMAGE", List.of(Tag.ReferencedSOPSequence)),
            Map.entry("WAVEFORM", List.of(Tag.ReferencedSOPSequence)),
            Map.entry("SCOORD", List.of(0x00700022, 0x00700023)),
            Map.entry("SCOORD3D", List.of(0x00700022, 0x00700023)),
            Map.entry("TCOORD", List.of(0x0040A130)),
            Map.entry("CONTAINER", List.of(Tag.ContinuityOfContent)));

    private final Violations violations;

    ContentItemRules(Violations violations) {
        this.violations = violations;
    }

    /** From the document itself, which is the first container, down. */
    void check(DataSet document) {
        if (!document.string(Tag.ValueType).equals(java.util.Optional.of("CONTAINER"))) {
            violations.error(Tag.ValueType, "the first content item is no CONTAINER", RULE);
        }
        item(document, true);
    }

    private void item(DataSet item, boolean root) {
        String type = item.string(Tag.ValueType).orElse("");
        List<Integer> holders = HOLDERS.get(type);
        if (holders == null) {
            violations.error(Tag.ValueType, type.isEmpty() ? "missing, type 1" : "not a type of value", RULE);
        } else {
            holders.forEach(holder -> required(item, holder, !type.equals("NUM")));
            if (root || type.equals("TEXT") || type.equals("NUM") || type.equals("CODE") || type.equals("PNAME")) {
                required(item, Tag.ConceptNameCodeSequence, true);
            }
        }
        List<DataSet> children = item.items(Tag.ContentSequence);
        for (int i = 0; i < children.size(); i++) {
            violations.enter(Tag.ContentSequence, i);
            required(children.get(i), Tag.RelationshipType, true);
            if (!children.get(i).contains(Tag.ReferencedContentItemIdentifier)) { // by reference: nothing but that
                item(children.get(i), false);
            }
            violations.leave();
        }
    }

    private void required(DataSet item, int tag, boolean value) {
        if (!item.contains(tag)) {
            violations.error(tag, "missing, type " + (value ? "1" : "2"), RULE);
        } else if (value && item.find(tag).filter(Element::isEmpty).isPresent()) {
            violations.error(tag, "empty, type 1", RULE);
        }
    }
}
