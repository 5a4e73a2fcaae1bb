package health.webqx.imaging.dicom.iod;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Element;
import java.util.List;
import java.util.Optional;

/**
 * What a module says about one attribute.
 *
 * @param tag of a repeating group its first
 * @param repeating whether it stands for the attribute of each group from {@code 60xx}
 * @param condition of types 1C and 2C, where a program can decide it
 * @param nested about the items of a sequence
 */
public record AttributeRule(
        int tag, boolean repeating, AttributeType type, Optional<Condition> condition, List<AttributeRule> nested) {
    /** Whether it is about that attribute. */
    public boolean covers(int other) {
        return repeating ? (other & 0xFF01FFFF) == tag : other == tag;
    }

    /** Whether a data set has the attribute, with or without a value. */
    public boolean isIn(DataSet dataSet) {
        return repeating ? dataSet.elements().stream().map(Element::tag).anyMatch(this::covers) : dataSet.contains(tag);
    }
}
