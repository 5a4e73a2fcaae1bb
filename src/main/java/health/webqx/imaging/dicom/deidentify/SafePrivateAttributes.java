package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.Set;
import java.util.stream.Collectors;

/** Private attributes that may stay, from the resource {@code safe-private.tsv} (PS3.15 E.3.10). */
final class SafePrivateAttributes {
    private static final class Loaded {
        static final Set<String> KEYS = ConfidentialityTable.lines("safe-private.tsv").stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> key(Integer.parseInt(fields[0], 16) << 16 | Integer.parseInt(fields[1], 16), fields[2]))
                .collect(Collectors.toUnmodifiableSet());
    }

    private SafePrivateAttributes() {}

    /** Whether an attribute of that data set, which names its private creator, is known to be safe. */
    static boolean contains(int tag, DataSet dataSet) {
        return !Tag.isPrivateCreator(tag)
                && (tag & 0xFFFF) >= 0x1000
                && dataSet.string(creator(tag))
                        .filter(creator -> Loaded.KEYS.contains(key(tag & 0xFFFF00FF, creator)))
                        .isPresent();
    }

    /** Whether a private creator has any safe attribute in that data set. */
    static boolean needsCreator(int creatorTag, DataSet dataSet) {
        int block = (creatorTag & 0xFFFF0000) | (creatorTag & 0xFF) << 8;
        for (int element = 0; element <= 0xFF; element++) {
            if (dataSet.contains(block | element) && contains(block | element, dataSet)) {
                return true;
            }
        }
        return false;
    }

    /** The element that reserves the block an element lies in (PS3.5 7.8.1). */
    private static int creator(int tag) {
        return (tag & 0xFFFF0000) | (tag >>> 8 & 0xFF);
    }

    private static String key(int tagInBlock, String creator) {
        return Tag.hex(tagInBlock) + creator;
    }
}
