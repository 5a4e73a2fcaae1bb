package health.webqx.imaging.sandbox.sample;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Tag;

/** Attributes written down as text, one to a line: the keyword of PS3.6, and after a space its values with backslashes. */
final class Attributes {
    private Attributes() {}

    static void put(DataSetBuilder target, String lines) {
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> putLine(target, line.strip()));
    }

    private static void putLine(DataSetBuilder target, String line) {
        int space = line.indexOf(' ');
        String keyword = space < 0 ? line : line.substring(0, space);
        String[] values = space < 0 ? new String[0] : line.substring(space + 1).split("\\\\", -1);
        target.put(tag(keyword), values);
    }

    static int tag(String keyword) {
        return Dictionary.tagOf(keyword).orElseThrow(() -> new IllegalArgumentException(keyword));
    }

    /** A coded entry (PS3.3 8.8). */
    static DataSet code(String value, String scheme, String meaning) {
        return DataSet.builder()
                .put(Tag.CodeValue, value)
                .put(Tag.CodingSchemeDesignator, scheme)
                .put(Tag.CodeMeaning, meaning)
                .build();
    }
}
