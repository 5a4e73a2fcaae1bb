package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Uid;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.iod.AttributeRule;
import health.webqx.imaging.dicom.iod.Iod;
import health.webqx.imaging.dicom.iod.IodModule;
import health.webqx.imaging.dicom.iod.Iods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attributes that the instance's IOD wants (PS3.3). */
final class IodRules {
    private final Violations violations;
    /** An attribute that several modules want is told once. */
    private final Set<String> told = new HashSet<>();

    IodRules(Violations violations) {
        this.violations = violations;
    }

    void check(DicomFile file) {
        DataSet dataSet = file.dataSet();
        Optional<Uid> sopClass =
                dataSet.uid(Tag.SOPClassUID).or(() -> file.meta().uid(Tag.MediaStorageSOPClassUID));
        if (sopClass.isEmpty()) {
            violations.error(Tag.SOPClassUID, "missing: it is not known what this is", "PS3.3 C.12.1");
            return;
        }
        Optional<Iod> iod = Iods.find(sopClass.get());
        if (iod.isEmpty()) {
            violations.warning(Tag.SOPClassUID, "a SOP class whose attributes are not checked here", "PS3.3 A");
            return;
        }
        check(iod.get(), dataSet);
    }

    private void check(Iod iod, DataSet dataSet) {
        Set<Integer> mandatory = new HashSet<>();
        iod.modules().stream()
                .filter(Iod.Use::mandatory)
                .flatMap(use -> use.module().rules().stream())
                .forEach(rule -> mandatory.add(rule.tag()));
        for (Iod.Use use : iod.modules()) {
            boolean present = use.mandatory()
                    || use.module().rules().stream()
                            .anyMatch(rule -> !mandatory.contains(rule.tag()) && rule.isIn(dataSet));
            if (present) {
                check(use.module(), dataSet);
            }
        }
        iod.modality()
                .filter(wanted -> !dataSet.string(Tag.Modality).equals(Optional.of(wanted)))
                .filter(wanted -> dataSet.contains(Tag.Modality))
                .ifPresent(wanted -> violations.error(
                        Tag.Modality, "not " + wanted + ", as in a " + iod.name(), "PS3.3 " + iod.section()));
        if (iod.modules().stream().anyMatch(use -> use.module().name().equals("sr-document-content"))) {
            new ContentItemRules(violations).check(dataSet);
        }
    }

    private void check(IodModule module, DataSet dataSet) {
        String rule = "PS3.3 " + module.section();
        List<DataSet> enclosing = new ArrayList<>(List.of(dataSet));
        for (AttributeRule each : module.rules()) {
            if (each.repeating()) {
                groups(dataSet).forEach(group -> check(each, each.tag() | group, enclosing, rule, ""));
            } else {
                check(each, each.tag(), enclosing, rule, "");
            }
        }
    }

    /** Which repeating groups there are, as bits to add to the tag of the first. */
    private static Set<Integer> groups(DataSet dataSet) {
        Set<Integer> groups = new HashSet<>();
        for (Element element : dataSet.elements()) {
            if ((element.tag() & 0xFF010000) == 0x60000000) {
                groups.add(element.tag() & 0x00FE0000);
            }
        }
        return groups;
    }

    private void check(AttributeRule attribute, int tag, List<DataSet> enclosing, String rule, String around) {
        DataSet dataSet = enclosing.get(enclosing.size() - 1);
        Optional<Element> element = dataSet.find(tag);
        boolean wanted = attribute.type().isAlwaysThere()
                || attribute
                        .condition()
                        .filter(condition -> condition.holds(enclosing))
                        .isPresent();
        String key = around + Tag.hex(tag);
        if (element.isEmpty() && wanted && told.add(key)) {
            violations.error(tag, "missing, type " + attribute.type().code(), rule);
        } else if (element.isPresent()
                && attribute.type().needsValue()
                && hasNoValue(element.get(), dataSet)
                && told.add(key)) {
            violations.error(tag, "empty, type " + attribute.type().code(), rule);
        }
        if (!attribute.nested().isEmpty()
                && element.isPresent()
                && element.get().value() instanceof Value.Items items) {
            nested(attribute, tag, items.items(), enclosing, rule, key);
        }
    }

    private void nested(
            AttributeRule attribute, int tag, List<DataSet> items, List<DataSet> enclosing, String rule, String key) {
        for (int i = 0; i < items.size(); i++) {
            violations.enter(tag, i);
            enclosing.add(items.get(i));
            for (AttributeRule each : attribute.nested()) {
                check(each, each.tag(), enclosing, rule, key + i);
            }
            enclosing.remove(enclosing.size() - 1);
            violations.leave();
        }
    }

    /** Spaces are no value. */
    private static boolean hasNoValue(Element element, DataSet dataSet) {
        return element.isEmpty()
                || (element.vr().isCharacters()
                        && element.value() instanceof Value.Bytes
                        && dataSet.strings(element.tag()).stream().allMatch(String::isEmpty));
    }
}
