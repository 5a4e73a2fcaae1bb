package health.webqx.imaging.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Elements of what stood in a JSON "Value" array: strings and data sets. */
final class JsonValues {
    private JsonValues() {}

    /** The element; its text in UTF-8, what cannot be a value of that VR left out. */
    static Element element(int tag, Vr vr, List<Object> values) {
        if (vr == Vr.SQ) {
            return new Element(tag, vr, new Value.Items(items(values)));
        } else if (tag == Tag.SpecificCharacterSet && !values.isEmpty()) {
            return text(tag, vr, SpecificCharacterSet.UTF_8.terms());
        }
        List<String> strings = values.stream().map(JsonValues::string).toList();
        if (vr.isCharacters()) {
            return text(tag, vr, strings);
        } else if (vr.kind() == Vr.Kind.BULK) {
            return new Element(tag, vr, Value.Bytes.EMPTY);
        }
        return new Element(tag, vr, numbers(vr, strings));
    }

    private static List<DataSet> items(List<Object> values) {
        List<DataSet> items = new ArrayList<>(values.size());
        for (Object value : values) {
            items.add(value instanceof DataSet item ? item : DataSet.empty());
        }
        return items;
    }

    /** An empty object is an empty name. */
    private static String string(Object value) {
        return value instanceof String string ? string : "";
    }

    private static Element text(int tag, Vr vr, List<String> strings) {
        String joined = String.join("\\", strings);
        // what does not belong into other VRs is written as it is read: as Latin-1
        byte[] bytes =
                joined.getBytes(vr.kind() == Vr.Kind.TEXT ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        if (bytes.length % 2 == 1) {
            bytes = Arrays.copyOf(bytes, bytes.length + 1);
            bytes[bytes.length - 1] = vr.padding();
        }
        return new Element(tag, vr, Value.Bytes.of(bytes));
    }

    private static Value numbers(Vr vr, List<String> strings) {
        List<String> numbers = strings.stream()
                .filter(number -> !number.isEmpty())
                .map(JsonValues::number)
                .toList();
        try {
            return Value.Bytes.of(Numbers.encode(vr, numbers));
        } catch (IllegalArgumentException e) {
            return Value.Bytes.EMPTY;
        }
    }

    private static String number(String number) {
        return switch (number) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> number;
        };
    }
}
