package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.ArrayList;
import java.util.List;

/** Finds the identifying values of an instance: of every level, also in sequences that do not stay. */
final class OriginalIdentity {
    private final AttributeActions actions;
    private final IdentifyingValues found = new IdentifyingValues();

    private OriginalIdentity(AttributeActions actions) {
        this.actions = actions;
    }

    /** @throws DicomException for more of them than a real file has */
    static IdentifyingValues of(DataSet dataSet, AttributeActions actions) throws DicomException {
        OriginalIdentity identity = new OriginalIdentity(actions);
        identity.look(dataSet, List.of());
        return identity.found;
    }

    private void look(DataSet dataSet, List<Integer> around) throws DicomException {
        for (Element element : dataSet.elements()) {
            List<Integer> path = new ArrayList<>(around);
            path.add(element.tag());
            if (element.value() instanceof Value.Items items) {
                for (DataSet item : items.items()) {
                    look(item, path);
                }
            } else if (!element.isEmpty() && !Tag.isPrivate(element.tag())) {
                Action action = actions.of(List.copyOf(path), element.vr(), dataSet);
                if (action != Action.KEEP && action != Action.CLEAN) {
                    add(element, dataSet);
                }
            }
        }
    }

    private void add(Element element, DataSet dataSet) throws DicomException {
        int tag = element.tag();
        Vr vr = element.vr() == Vr.UN ? Dictionary.vrOf(tag) : element.vr();
        for (String value : dataSet.strings(tag)) {
            switch (vr) {
                case PN -> found.addName(value);
                case UI -> found.addUid(value);
                case DA, DT -> found.addDate(value);
                case LO, SH, AE, ST -> {
                    if (identifies(tag)) {
                        found.addValue(value);
                    }
                }
                default -> {} // free text is taken out as a whole, codes and numbers tell nothing
            }
        }
    }

    /** A description or a characteristic that is taken out may well be written elsewhere: it is not of one patient alone. */
    private static boolean identifies(int tag) {
        return ConfidentialityTable.find(tag)
                .filter(row -> !row.options().containsKey(ProfileOption.CLEAN_DESCRIPTORS)
                        && !row.options().containsKey(ProfileOption.RETAIN_PATIENT_CHARACTERISTICS))
                .isPresent();
    }
}
