package health.webqx.imaging.dicom;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import health.webqx.imaging.dicom.DicomException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads DICOM JSON (PS3.18 F.2), members in any order. For one document and one thread. */
final class JsonDataSetReader {
    private static final String[] NAME_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

    private final JsonParser json;
    private final ReadOptions options;
    private int elements;
    private long memory;

    JsonDataSetReader(JsonParser json, ReadOptions options) {
        this.json = json;
        this.options = options;
    }

    List<DataSet> read() throws IOException {
        try {
            List<DataSet> dataSets = document();
            if (json.nextToken() != null) {
                throw refused("more than one document");
            }
            return dataSets;
        } catch (DicomException e) {
            throw e;
        } catch (JsonEOFException e) {
            throw new DicomException(Reason.TRUNCATED, offset(), "JSON ends early");
        } catch (StreamConstraintsException e) {
            throw new DicomException(Reason.TOO_LARGE, offset(), "JSON deeper or larger than allowed");
        } catch (JacksonException e) {
            throw refused("no JSON");
        }
    }

    private List<DataSet> document() throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_OBJECT) {
            return List.of(dataSet(0));
        } else if (first != JsonToken.START_ARRAY) {
            throw first == null ? new DicomException(Reason.TRUNCATED, 0, "no JSON") : refused("no data set");
        }
        List<DataSet> dataSets = new ArrayList<>();
        while (advance() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw refused("no data set in the array");
            }
            charge(64);
            dataSets.add(dataSet(0));
        }
        return dataSets;
    }

    /** After its START_OBJECT. */
    private DataSet dataSet(int depth) throws IOException {
        advance();
        return members(new DataSetBuilder(), depth);
    }

    /** From its first FIELD_NAME or END_OBJECT on. */
    private DataSet members(DataSetBuilder builder, int depth) throws IOException {
        if (depth > options.maxDepth()) {
            throw new DicomException(Reason.TOO_DEEP, offset(), "sequences deeper than " + options.maxDepth());
        }
        builder.inherit(SpecificCharacterSet.UTF_8);
        for (; json.currentToken() != JsonToken.END_OBJECT; advance()) {
            Integer tag = tag(json.currentName());
            advance();
            if (tag == null || json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
            } else {
                charge(80);
                builder.put(element(tag, depth));
            }
        }
        DataSet dataSet = builder.build();
        boolean undeclared = depth == 0 && !dataSet.contains(Tag.SpecificCharacterSet) && Texts.hasExtended(dataSet);
        return undeclared ? dataSet.with(Tag.SpecificCharacterSet, "ISO_IR 192") : dataSet;
    }

    private static @Nullable Integer tag(String key) {
        try {
            return Tag.parse(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** After its START_OBJECT. */
    private Element element(int tag, int depth) throws IOException {
        Vr vr = null;
        List<Object> values = List.of();
        Value binary = null;
        while (advance() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            advance();
            switch (member) {
                case "vr" -> vr = Vr.find(json.getValueAsString("")).orElse(null);
                case "Value" -> values = values(depth);
                case "InlineBinary" -> binary = inline(json.getValueAsString(""));
                case "BulkDataURI" -> binary = referenced(json.getValueAsString(""));
                default -> json.skipChildren();
            }
        }
        Vr known = vr != null ? vr : Dictionary.vrOf(tag);
        return binary != null && known != Vr.SQ
                ? new Element(tag, known, binary)
                : JsonValues.element(tag, known, values);
    }

    private Value inline(String base64) throws DicomException {
        charge(base64.length());
        try {
            return Value.Bytes.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw refused("InlineBinary that is no Base64");
        }
    }

    private Value referenced(String uri) throws DicomException {
        charge(uri.length());
        return new Value.Referenced(uri);
    }

    /** Strings, null as an empty one, and data sets. */
    private List<Object> values(int depth) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return List.of();
        }
        List<Object> values = new ArrayList<>(2);
        while (advance() != JsonToken.END_ARRAY) {
            charge(16);
            if (json.currentToken() == JsonToken.START_OBJECT) {
                values.add(nameOrItem(depth));
            } else if (json.currentToken() == JsonToken.START_ARRAY) {
                throw refused("an array as a value");
            } else {
                String value = json.getValueAsString("");
                charge(value.length());
                values.add(value);
            }
        }
        return values;
    }

    private Object nameOrItem(int depth) throws IOException {
        advance();
        boolean name = json.currentToken() == JsonToken.FIELD_NAME && tag(json.currentName()) == null;
        return name ? name() : members(new DataSetBuilder(), depth + 1);
    }

    private String name() throws IOException {
        Map<String, String> groups = new TreeMap<>();
        for (; json.currentToken() != JsonToken.END_OBJECT; advance()) {
            String group = json.currentName();
            advance();
            if (json.currentToken().isScalarValue()) {
                String value = json.getValueAsString("");
                charge(value.length());
                groups.put(group, value);
            } else {
                json.skipChildren();
            }
        }
        StringBuilder name = new StringBuilder();
        for (String group : NAME_GROUPS) {
            name.append(groups.getOrDefault(group, "")).append('=');
        }
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '=') {
            end--;
        }
        return name.substring(0, end);
    }

    private JsonToken advance() throws IOException {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new DicomException(Reason.TRUNCATED, offset(), "JSON ends early");
        }
        return token;
    }

    private void charge(long bytes) throws DicomException {
        memory += bytes;
        if (memory > options.maxMemory() || ++elements > options.maxElements() * 8L) {
            throw new DicomException(Reason.TOO_LARGE, offset(), "more than allowed");
        }
    }

    private DicomException refused(String why) {
        return new DicomException(Reason.NOT_DICOM, offset(), why);
    }

    private long offset() {
        return json.currentLocation().getByteOffset();
    }
}
