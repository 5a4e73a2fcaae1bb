package health.webqx.imaging.dicom.iod;

import health.webqx.imaging.dicom.Uid;
import java.util.List;
import java.util.Optional;

/**
 * A composite information object definition (PS3.3 annex A).
 *
 * @param section of PS3.3 that defines it
 * @param modality the value that Modality must have, where there is one
 */
public record Iod(String name, String section, Uid sopClass, Optional<String> modality, List<Use> modules) {
    /** A module of the IOD; one that is not mandatory counts as present when an attribute of its own is. */
    public record Use(IodModule module, boolean mandatory) {}

    /**
     * How much the attribute at a path of tags is needed: as the strictest of the modules says.
     *
     * @param path tags of sequences and last of the attribute, without item numbers
     */
    public AttributeType typeOf(List<Integer> path) {
        AttributeType strictest = AttributeType.OPTIONAL;
        for (Use use : modules) {
            AttributeType type = typeIn(use.module().rules(), path);
            strictest = type.compareTo(strictest) > 0 ? type : strictest;
        }
        return strictest;
    }

    private static AttributeType typeIn(List<AttributeRule> rules, List<Integer> path) {
        for (AttributeRule rule : rules) {
            if (rule.covers(path.get(0))) {
                return path.size() == 1 ? rule.type() : typeIn(rule.nested(), path.subList(1, path.size()));
            }
        }
        return AttributeType.OPTIONAL;
    }
}
