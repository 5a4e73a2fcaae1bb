package health.webqx.imaging.dicom.sr;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.util.Optional;

/**
 * A coded concept (PS3.3 8.8).
 *
 * @param value the code, be it short, long or a URN
 * @param scheme Coding Scheme Designator (0008,0102); empty for a URN
 * @param meaning for people; may be empty
 */
public record Code(String value, String scheme, String meaning) {
    /** The first item of a code sequence; empty where it names nothing. */
    static Optional<Code> first(DataSet dataSet, int sequence) {
        return dataSet.items(sequence).stream().findFirst().map(Code::of).filter(code -> !code.isEmpty());
    }

    private static Code of(DataSet item) {
        String value = item.string(Tag.CodeValue)
                .or(() -> item.string(Tag.LongCodeValue))
                .or(() -> item.string(Tag.URNCodeValue))
                .orElse("");
        return new Code(
                value,
                item.string(Tag.CodingSchemeDesignator).orElse(""),
                item.string(Tag.CodeMeaning).orElse(""));
    }

    private boolean isEmpty() {
        return value.isEmpty() && meaning.isEmpty();
    }

    /** What people read. */
    public String text() {
        return meaning.isEmpty() ? value : meaning;
    }

    /** Whether it is that code, whatever it says for people. */
    public boolean is(String otherScheme, String otherValue) {
        return scheme.equals(otherScheme) && value.equals(otherValue);
    }
}
