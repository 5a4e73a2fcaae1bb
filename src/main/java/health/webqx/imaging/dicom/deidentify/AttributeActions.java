package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.deidentify.ConfidentialityTable.Row;
import health.webqx.imaging.dicom.iod.AttributeType;
import health.webqx.imaging.dicom.iod.Iod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what happens to an attribute, by profile, options and the instance's IOD. For one instance and one thread. */
final class AttributeActions {
    private static final int CURVES = 0x5000;
    private static final int OVERLAYS = 0x6000;
    private static final int MOST_KEPT = 10_000;

    private final ConfidentialityProfile profile;
    private final Optional<Iod> iod;
    private final Map<List<Integer>, Action> decided = new HashMap<>();

    AttributeActions(ConfidentialityProfile profile, Optional<Iod> iod) {
        this.profile = profile;
        this.iod = iod;
    }

    /**
     * The action.
     *
     * @param path tags of the sequences around the attribute, and its own last
     * @param vr of the attribute as it is written
     * @param holder data set that the attribute is in
     */
    Action of(List<Integer> path, Vr vr, DataSet holder) {
        int tag = path.get(path.size() - 1);
        if (Tag.isPrivate(tag)) {
            return privateAction(tag, holder);
        }
        Action known = decided.get(path);
        if (known != null) {
            return known;
        }
        Action action = decide(path, tag, vr);
        if (decided.size() < MOST_KEPT) {
            decided.put(path, action);
        }
        return action;
    }

    private Action privateAction(int tag, DataSet holder) {
        boolean safe = profile.has(ProfileOption.RETAIN_SAFE_PRIVATE)
                && (Tag.isPrivateCreator(tag)
                        ? SafePrivateAttributes.needsCreator(tag, holder)
                        : SafePrivateAttributes.contains(tag, holder));
        return safe ? Action.KEEP : Action.REMOVE;
    }

    private Action decide(List<Integer> path, int tag, Vr written) {
        Optional<Dictionary.Entry> entry = Dictionary.find(tag);
        int repeating = tag >>> 16 & 0xFF00;
        if (entry.isEmpty() || repeating == CURVES || repeating == OVERLAYS || tag >>> 16 <= 2) {
            return Action.REMOVE; // unknown, bitmaps that nobody reads, command and file meta elements
        }
        Vr vr = written.kind() == Vr.Kind.BULK ? entry.get().vr() : written; // text may hide in bytes
        if (isDigitalSignature(tag)) {
            return Action.REMOVE;
        } else if (tag == Tag.EncapsulatedDocument && profile.pixelsTrusted()) {
            return Action.KEEP;
        }
        return ConfidentialityTable.find(tag)
                .map(row -> ofRow(row, vr, path))
                .orElseGet(() -> ofVr(entry.get(), vr, path));
    }

    private static boolean isDigitalSignature(int tag) {
        return tag >>> 16 == 0xFFFA || tag >>> 16 == 0xFFFC || tag >>> 16 == 0x4FFE;
    }

    private Action ofRow(Row row, Vr vr, List<Integer> path) {
        boolean clean = false;
        for (Map.Entry<ProfileOption, Character> option : row.options().entrySet()) {
            if (profile.has(option.getKey())) {
                switch (option.getValue()) {
                    case 'K' -> {
                        return Action.KEEP;
                    }
                    case 'C' -> clean = true;
                    default -> {}
                }
            }
        }
        return clean ? cleaned(vr) : alternative(row.basic(), path);
    }

    private static Action cleaned(Vr vr) {
        return switch (vr) {
            case DA, DT -> Action.SHIFT;
            case TM -> Action.KEEP; // whole days are shifted
            default -> Action.CLEAN;
        };
    }

    /** The first alternative that the IOD allows; without an IOD the last, which every IOD allows. */
    private Action alternative(String alternatives, List<Integer> path) {
        if (alternatives.endsWith("U*")) {
            return Action.KEEP;
        } else if (alternatives.equals("U")) {
            return Action.REPLACE_UID;
        }
        boolean dummy = alternatives.contains("D");
        boolean empty = alternatives.contains("Z");
        AttributeType type = typeOf(path);
        if (type == null) {
            return dummy ? Action.DUMMY : empty ? Action.EMPTY : Action.REMOVE;
        }
        return switch (type) {
            case REQUIRED -> Action.DUMMY;
            case CONDITIONAL -> alternatives.equals("X") ? Action.REMOVE : Action.DUMMY;
            case MAY_BE_EMPTY -> alternatives.equals("D") ? Action.DUMMY : Action.EMPTY;
            case CONDITIONAL_MAY_BE_EMPTY ->
                switch (alternatives) {
                    case "D" -> Action.DUMMY;
                    case "X" -> Action.REMOVE;
                    default -> Action.EMPTY;
                };
            case OPTIONAL -> alternatives.contains("X") ? Action.REMOVE : empty ? Action.EMPTY : Action.DUMMY;
        };
    }

    /** Null where the IOD is not known, or not that far: functional groups are not in the tables. */
    private @org.jspecify.annotations.Nullable AttributeType typeOf(List<Integer> path) {
        boolean functionalGroup = path.size() > 1 && path.get(0) >>> 16 == 0x5200;
        return functionalGroup ? null : iod.map(known -> known.typeOf(path)).orElse(null);
    }

    /** Later editions of the table name nearly all names, dates, addresses and texts: here their VR tells. */
    private Action ofVr(Dictionary.Entry entry, Vr vr, List<Integer> path) {
        return switch (vr) {
            case PN, AE, UR -> alternative("X/Z/D", path);
            case DA, DT, TM -> ofDate(vr, path);
            case ST, LT, UT, UC ->
                profile.has(ProfileOption.CLEAN_DESCRIPTORS) ? Action.CLEAN : alternative("X/Z/D", path);
            case UI ->
                names(entry.keyword()) || profile.has(ProfileOption.RETAIN_UIDS) ? Action.KEEP : Action.REPLACE_UID;
            case UN -> Action.REMOVE;
            default -> Action.KEEP;
        };
    }

    private Action ofDate(Vr vr, List<Integer> path) {
        if (profile.has(ProfileOption.RETAIN_FULL_DATES)) {
            return Action.KEEP;
        }
        return profile.has(ProfileOption.RETAIN_SHIFTED_DATES) ? cleaned(vr) : alternative("X/Z/D", path);
    }

    /** Whether UIDs of that attribute name what is the same everywhere: classes, syntaxes, coding schemes. */
    private static boolean names(String keyword) {
        return keyword.contains("ClassUID")
                || keyword.contains("SOPClassesIn")
                || keyword.contains("TransferSyntax")
                || keyword.contains("CodingSchemeUID")
                || keyword.contains("ContextUID")
                || keyword.contains("MappingResourceUID")
                || keyword.contains("ContextGroupExtensionCreatorUID");
    }
}
