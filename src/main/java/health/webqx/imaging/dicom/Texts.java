package health.webqx.imaging.dicom;

import java.util.ArrayList;
import java.util.List;

/** Values as text (PS3.5 6.2, 6.4). */
final class Texts {
    /** No real value has more; what follows is left in the last one, or a hostile file would cost much more than its size. */
    private static final int MOST_VALUES = 1_000_000;

    private Texts() {}

    /** Every value without padding; none of sequences, bulk and values that are not in memory. */
    static List<String> of(Element element, SpecificCharacterSet characterSet) {
        if (!(element.value() instanceof Value.Bytes bytes) || bytes.length() == 0) {
            return List.of();
        }
        Vr vr = readAs(element);
        if (vr.isCharacters()) {
            return split(characterSet.decode(bytes.array(), vr), vr);
        }
        return vr == Vr.SQ || vr.kind() == Vr.Kind.BULK ? List.of() : Numbers.texts(vr, bytes.array());
    }

    /** Whether any text that its own declaration does not cover has bytes above 127 or escapes. */
    static boolean hasExtended(DataSet dataSet) {
        for (Element element : dataSet.array()) {
            if (element.value() instanceof Value.Bytes bytes
                    && element.vr().kind() == Vr.Kind.TEXT
                    && !SpecificCharacterSet.isAscii(bytes.array())) {
                return true;
            } else if (element.value() instanceof Value.Items items
                    && items.items().stream()
                            .anyMatch(item -> !item.contains(Tag.SpecificCharacterSet) && hasExtended(item))) {
                return true;
            }
        }
        return false;
    }

    /** UN of a public tag is what the dictionary says, little endian (PS3.5 6.2.2 note 2). */
    static Vr readAs(Element element) {
        return element.vr() == Vr.UN ? Dictionary.vrOf(element.tag()) : element.vr();
    }

    static List<String> split(String text, Vr vr) {
        if (!vr.isMultiValued()) {
            return List.of(trimmed(text, vr));
        }
        List<String> values = new ArrayList<>(2);
        int from = 0;
        for (int to = text.indexOf('\\'); to >= 0 && values.size() < MOST_VALUES; to = text.indexOf('\\', from)) {
            values.add(trimmed(text.substring(from, to), vr));
            from = to + 1;
        }
        values.add(trimmed(text.substring(from), vr));
        return values;
    }

    /** Leading spaces have a meaning in UC, LT, ST, UT and UR only; nulls at the end are a common fault. */
    private static String trimmed(String text, Vr vr) {
        int to = text.length();
        while (to > 0 && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == 0)) {
            to--;
        }
        int from = 0;
        if (vr.isMultiValued() && vr != Vr.UC) {
            while (from < to && text.charAt(from) == ' ') {
                from++;
            }
        }
        return text.substring(from, to);
    }
}
