package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Fragments;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies actions to a data set and to the items of its sequences. For one instance and one thread. */
final class DataSetCleaner {
    private static final int LEAST_NUMBER = 6;

    private final AttributeActions actions;
    private final IdentifyingValues identifying;
    private final Pseudonyms pseudonyms;
    private final Dummies dummies;
    private final int days;

    /** @param days by which dates are shifted back, where they are */
    DataSetCleaner(
            AttributeActions actions, IdentifyingValues identifying, Pseudonyms pseudonyms, Dummies dummies, int days) {
        this.actions = actions;
        this.identifying = identifying;
        this.pseudonyms = pseudonyms;
        this.dummies = dummies;
        this.days = days;
    }

    DataSet cleaned(DataSet dataSet) throws DicomException {
        return cleaned(dataSet, List.of(), false);
    }

    /** @param sequenceIsDummy whether texts that would stay are replaced: the sequence around them is action D */
    private DataSet cleaned(DataSet dataSet, List<Integer> around, boolean sequenceIsDummy) throws DicomException {
        DataSetBuilder builder = dataSet.toBuilder();
        for (Element element : dataSet.elements()) {
            List<Integer> path = new ArrayList<>(around);
            path.add(element.tag());
            Action action = actions.of(List.copyOf(path), element.vr(), dataSet);
            if (sequenceIsDummy && action == Action.KEEP && isText(readAs(element))) {
                action = Action.DUMMY;
            }
            apply(action, element, path, dataSet, builder);
        }
        return builder.build();
    }

    private void apply(Action action, Element element, List<Integer> path, DataSet holder, DataSetBuilder builder)
            throws DicomException {
        Vr vr = readAs(element);
        int tag = element.tag();
        if (action == Action.REMOVE || element.value() instanceof Value.Referenced || isUnreadSequence(element)) {
            builder.remove(tag);
        } else if (element.isEmpty()) {
            return;
        } else if (element.value() instanceof Value.Items items) {
            items(action, items.items(), path, builder);
        } else if (action == Action.EMPTY && !Dummies.isLinking(tag)) {
            builder.putBytes(tag, vr, new byte[0]);
        } else if (action == Action.REPLACE_UID) {
            builder.put(tag, Vr.UI, uids(holder.strings(tag)));
        } else if (action == Action.SHIFT) {
            shift(tag, vr, holder, builder);
        } else if (action == Action.KEEP || action == Action.CLEAN) {
            keep(action, element, vr, holder, builder);
        } else if (vr.isCharacters()) {
            builder.put(tag, vr, dummies.text(tag, vr, holder.string(tag).orElse("")));
        } else {
            builder.put(new Element(tag, element.vr(), Dummies.zeros(element)));
        }
    }

    /** A sequence written with a VR that is none, or another: nobody has looked into it. */
    private static boolean isUnreadSequence(Element element) {
        return Dictionary.vrOf(element.tag()) == Vr.SQ && !(element.value() instanceof Value.Items);
    }

    private void items(Action action, List<DataSet> items, List<Integer> path, DataSetBuilder builder)
            throws DicomException {
        int tag = path.get(path.size() - 1);
        if (action == Action.EMPTY) {
            builder.putItems(tag, List.of());
            return;
        } else if (action == Action.DUMMY && tag == Tag.GraphicAnnotationSequence) {
            builder.remove(tag); // what was drawn by hand may be writing
            return;
        }
        boolean dummy = action == Action.DUMMY;
        boolean content = dummy && tag == Tag.ContentSequence;
        List<DataSet> cleaned = new ArrayList<>();
        for (DataSet item : content ? ContentItems.references(items) : items) {
            cleaned.add(cleaned(item, path, dummy && !content));
        }
        if (content) {
            cleaned.add(ContentItems.removed());
        }
        builder.putItems(tag, cleaned);
    }

    private String[] uids(List<String> originals) {
        return originals.stream()
                .map(uid -> isOfTheStandard(uid) ? uid : pseudonyms.uid(uid).value())
                .toArray(String[]::new);
    }

    /** Frames of reference and palettes that PS3.6 annex A names are nobody's. */
    private static boolean isOfTheStandard(String uid) {
        return uid.isEmpty() || uid.matches("1\\.2\\.840\\.10008\\.1\\.[45](\\.[0-9]{1,4}){1,3}");
    }

    private void shift(int tag, Vr vr, DataSet holder, DataSetBuilder builder) {
        List<Optional<String>> shifted = holder.strings(tag).stream()
                .map(value -> value.isEmpty() ? Optional.of("") : Dates.shifted(value, days))
                .toList();
        if (shifted.stream().allMatch(Optional::isPresent)) {
            builder.put(tag, vr, shifted.stream().flatMap(Optional::stream).toArray(String[]::new));
        } else {
            builder.put(tag, vr, dummies.text(tag, vr, ""));
        }
    }

    private void keep(Action action, Element element, Vr vr, DataSet holder, DataSetBuilder builder)
            throws DicomException {
        int tag = element.tag();
        if (vr.kind() == Vr.Kind.BULK) {
            boolean suspect = element.value() instanceof Fragments // compressed pixels where none belong
                    || (element.value() instanceof Value.Bytes bytes && identifying.areIn(bytes.array()));
            if (suspect) {
                builder.remove(tag);
            }
            return;
        }
        if (!isText(vr) && !isLongCode(vr, holder, tag)) {
            return;
        }
        List<String> values = holder.strings(tag);
        List<String> freed = new ArrayList<>(values.size());
        for (String value : values) {
            freed.add(freed(value, action == Action.CLEAN));
        }
        if (!freed.equals(values)) {
            builder.put(tag, vr, writable(freed, vr, holder));
        } else if (element.vr() != vr) {
            builder.put(new Element(tag, vr, element.value()));
        }
    }

    private String freed(String value, boolean clean) throws DicomException {
        String freed = identifying.freed(value);
        freed = clean ? FreeText.cleaned(freed) : freed;
        return freed.isEmpty() && !value.isEmpty() ? Dummies.TEXT : freed;
    }

    /** What was read with replacement characters cannot be written again. */
    private static String[] writable(List<String> values, Vr vr, DataSet holder) {
        try {
            holder.characterSet().encode(String.join("\\", values), vr);
            return values.toArray(String[]::new);
        } catch (IllegalArgumentException e) {
            return new String[] {vr == Vr.PN ? "Anonymous" : Dummies.TEXT};
        }
    }

    private static boolean isText(Vr vr) {
        return vr.kind() == Vr.Kind.TEXT || vr == Vr.AE || vr == Vr.UR;
    }

    /** Codes and numbers are looked at only if they are such as identifiers are. */
    private static boolean isLongCode(Vr vr, DataSet holder, int tag) {
        return (vr == Vr.CS || vr == Vr.IS)
                && holder.string(tag)
                        .filter(value ->
                                value.length() >= LEAST_NUMBER && value.chars().anyMatch(Character::isDigit))
                        .isPresent();
    }

    private static Vr readAs(Element element) {
        return element.vr() == Vr.UN ? Dictionary.vrOf(element.tag()) : element.vr();
    }
}
