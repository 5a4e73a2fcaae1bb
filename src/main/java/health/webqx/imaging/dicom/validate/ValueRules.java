package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.SpecificCharacterSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.List;
import java.util.Optional;

/** Every value by its VR, its multiplicity and the dictionary (PS3.5 6.2 and 6.4, PS3.6). */
final class ValueRules {
    private static final String VR = "PS3.5 6.2";

    private final Violations violations;

    ValueRules(Violations violations) {
        this.violations = violations;
    }

    /** The data set and the items in it. */
    void check(DataSet dataSet) {
        for (Element element : dataSet.elements()) {
            boolean groupLength = Tag.isGroupLength(element.tag());
            if (!groupLength) {
                byDictionary(element);
            }
            if (element.value() instanceof Value.Items items) {
                items(element.tag(), items.items());
            } else if (element.value() instanceof Value.Bytes bytes && bytes.length() > 0) {
                value(element, bytes, dataSet);
            }
        }
    }

    private void items(int tag, List<DataSet> items) {
        for (int i = 0; i < items.size(); i++) {
            violations.enter(tag, i);
            check(items.get(i));
            violations.leave();
        }
    }

    private void byDictionary(Element element) {
        int tag = element.tag();
        if (Tag.isPrivate(tag)) {
            return;
        }
        Optional<Dictionary.Entry> entry = Dictionary.find(tag);
        if (entry.isEmpty()) {
            violations.warning(tag, "not in the dictionary", "PS3.6 6");
        } else if (element.vr() != Vr.UN && !entry.get().vrs().contains(element.vr())) {
            violations.error(tag, "VR " + element.vr() + " instead of " + names(entry.get()), "PS3.6 6");
        } else if (entry.get().retired()) {
            violations.warning(tag, "retired", "PS3.6 6");
        }
    }

    private static String names(Dictionary.Entry entry) {
        return String.join(" or ", entry.vrs().stream().map(Vr::name).toList());
    }

    private void value(Element element, Value.Bytes bytes, DataSet dataSet) {
        int tag = element.tag();
        Vr vr = element.vr();
        if (bytes.length() % vr.wordSize() != 0) {
            violations.error(tag, "no whole number of values", VR);
            return;
        }
        if (vr.kind() == Vr.Kind.BULK) {
            return;
        }
        List<String> values = dataSet.strings(tag);
        Dictionary.find(tag)
                .map(Dictionary.Entry::vm)
                .filter(vm -> vr.isMultiValued() && !Multiplicity.allows(vm, values.size()))
                .ifPresent(vm -> violations.error(tag, values.size() + " values instead of " + vm, "PS3.5 6.4"));
        if (vr.isCharacters()) {
            repertoire(tag, vr, bytes, dataSet);
            formats(tag, vr, values);
        }
    }

    private void repertoire(int tag, Vr vr, Value.Bytes bytes, DataSet dataSet) {
        boolean extended = false;
        for (byte each : bytes.array()) {
            extended |= each < 0;
        }
        if (extended && vr.kind() != Vr.Kind.TEXT) {
            violations.error(tag, "characters outside of the default repertoire", "PS3.5 6.1.2.2");
        } else if (extended && dataSet.characterSet().equals(SpecificCharacterSet.DEFAULT)) {
            violations.error(tag, "characters that no Specific Character Set declares", "PS3.5 6.1.2.3");
        } else if (dataSet.characterSet().decode(bytes.array(), vr).indexOf('\uFFFD') >= 0) {
            violations.error(tag, "bytes that mean nothing in the declared character set", "PS3.5 6.1.2.3");
        }
    }

    private void formats(int tag, Vr vr, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                int number = i + 1;
                ValueFormat.fault(vr, values.get(i))
                        .ifPresent(fault -> violations.error(tag, "value " + number + ": " + fault, VR));
            }
        }
    }
}
