package health.webqx.imaging.dicom;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes data sets as DICOM JSON (PS3.18 F.2). For one document and one thread. */
final class JsonDataSetWriter {
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final String[] NAME_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

    private final JsonGenerator json;
    private final BulkDataUris uris;
    private final List<Integer> path = new ArrayList<>();

    JsonDataSetWriter(JsonGenerator json, BulkDataUris uris) {
        this.json = json;
        this.uris = uris;
    }

    /** Group lengths are left out (PS3.18 F.2.2). */
    void write(DataSet dataSet) throws IOException {
        json.writeStartObject();
        for (Element element : dataSet.array()) {
            if (!Tag.isGroupLength(element.tag())) {
                path.add(element.tag());
                write(element, dataSet.characterSet());
                path.remove(path.size() - 1);
            }
        }
        json.writeEndObject();
    }

    private void write(Element element, SpecificCharacterSet characterSet) throws IOException {
        json.writeFieldName(Tag.hex(element.tag()));
        json.writeStartObject();
        json.writeStringField("vr", element.vr().name());
        if (element.value() instanceof Value.Items items) {
            items(items.items());
        } else if (element.value() instanceof Value.Bytes bytes && !isPixels(element.tag())) {
            bytes(element, bytes, characterSet);
        } else if (!element.isEmpty()) {
            String uri = uris.find(List.copyOf(path)).orElse(null);
            if (uri != null) {
                json.writeStringField("BulkDataURI", uri);
            }
        }
        json.writeEndObject();
    }

    private boolean isPixels(int tag) {
        return path.size() == 1
                && (tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == Tag.DoubleFloatPixelData);
    }

    private void items(List<DataSet> items) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (int i = 0; i < items.size(); i++) {
            path.add(i);
            write(items.get(i));
            path.remove(path.size() - 1);
        }
        json.writeEndArray();
    }

    private void bytes(Element element, Value.Bytes bytes, SpecificCharacterSet characterSet) throws IOException {
        if (bytes.length() == 0) {
            return;
        }
        if (element.vr().kind() == Vr.Kind.BULK) {
            json.writeFieldName("InlineBinary");
            json.writeBinary(bytes.array());
            return;
        }
        List<String> values = element.tag() == Tag.SpecificCharacterSet
                ? SpecificCharacterSet.UTF_8.terms()
                : Texts.of(element, characterSet);
        if (values.stream().allMatch(String::isEmpty)) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (String value : values) {
            value(element.vr(), value);
        }
        json.writeEndArray();
    }

    private void value(Vr vr, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNull();
            return;
        }
        switch (vr.kind()) {
            case NUMERAL, INTEGER, FLOAT -> number(value);
            default -> {
                if (vr == Vr.PN) {
                    name(value);
                } else {
                    json.writeString(value);
                }
            }
        }
    }

    /** The digits as they stand where JSON allows them; what is no number, or none that a double holds, as a string. */
    private void number(String value) throws IOException {
        if (JSON_NUMBER.matcher(value).matches() && Double.isFinite(Double.parseDouble(value))) {
            json.writeNumber(value);
        } else if (NUMBER.matcher(value).matches() && Double.isFinite(Double.parseDouble(value))) {
            json.writeNumber(new BigDecimal(value).toString());
        } else {
            json.writeString(value.equals("Infinity") ? "inf" : value.equals("-Infinity") ? "-inf" : value);
        }
    }

    private void name(String value) throws IOException {
        String[] groups = value.split("=", NAME_GROUPS.length + 1);
        json.writeStartObject();
        for (int i = 0; i < Math.min(groups.length, NAME_GROUPS.length); i++) {
            if (!groups[i].isEmpty()) {
                json.writeStringField(NAME_GROUPS[i], groups[i]);
            }
        }
        json.writeEndObject();
    }
}
