package health.webqx.imaging.dicom;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes data sets in the Native DICOM Model (PS3.19 A.1). For one document and one thread. */
final class XmlDataSetWriter {
    private static final String NAMESPACE = "http://dicom.nema.org/PS3.19/models/NativeDICOM";
    private static final String[] NAME_GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};
    private static final String[] NAME_PARTS = {"FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"};
    /** Bytes encoded at a time, without padding in between. */
    private static final int BASE64_STEP = 3 << 12;

    private final Writer out;
    private final BulkDataUris uris;
    private final List<Integer> path = new ArrayList<>();

    XmlDataSetWriter(OutputStream out, BulkDataUris uris) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 8192);
        this.uris = uris;
    }

    void write(DataSet dataSet) throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<NativeDicomModel xmlns=\"" + NAMESPACE
                + "\" xml:space=\"preserve\">\n");
        attributes(dataSet);
        out.write("</NativeDicomModel>\n");
        out.flush();
    }

    /** Group lengths are left out. */
    private void attributes(DataSet dataSet) throws IOException {
        for (Element element : dataSet.array()) {
            if (!Tag.isGroupLength(element.tag())) {
                path.add(element.tag());
                attribute(element, dataSet);
                path.remove(path.size() - 1);
            }
        }
    }

    private void attribute(Element element, DataSet dataSet) throws IOException {
        out.write("<DicomAttribute");
        int tag = element.tag();
        String creator = creator(tag, dataSet);
        field("tag", Tag.hex(creator.isEmpty() ? tag : tag & 0xFFFF00FF));
        field("vr", element.vr().name());
        String keyword = Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse("");
        if (!creator.isEmpty()) {
            field("privateCreator", creator);
        } else if (!keyword.isEmpty()) {
            field("keyword", keyword);
        }
        out.write(">\n");
        if (element.value() instanceof Value.Items items) {
            items(items.items());
        } else if (!element.isEmpty()) {
            value(element, dataSet.characterSet());
        }
        out.write("</DicomAttribute>\n");
    }

    /** Of a private attribute what reserves its block, empty where nothing does. */
    private static String creator(int tag, DataSet dataSet) {
        return Tag.isPrivate(tag) && (tag & 0xFFFF) >= 0x1000
                ? dataSet.string((tag & 0xFFFF0000) | (tag >>> 8 & 0xFF)).orElse("")
                : "";
    }

    private void items(List<DataSet> items) throws IOException {
        for (int i = 0; i < items.size(); i++) {
            path.add(i);
            out.write("<Item number=\"" + (i + 1) + "\">\n");
            attributes(items.get(i));
            out.write("</Item>\n");
            path.remove(path.size() - 1);
        }
    }

    private void value(Element element, SpecificCharacterSet characterSet) throws IOException {
        if (element.value() instanceof Value.Bytes && element.vr().kind() != Vr.Kind.BULK) {
            List<String> values = element.tag() == Tag.SpecificCharacterSet
                    ? SpecificCharacterSet.UTF_8.terms()
                    : Texts.of(element, characterSet);
            for (int i = 0; i < values.size(); i++) {
                if (element.vr() == Vr.PN) {
                    name(values.get(i), i + 1);
                } else {
                    element("Value", i + 1, values.get(i));
                }
            }
            return;
        }
        String uri = uris.find(List.copyOf(path)).orElse(null);
        boolean pixels = path.size() == 1 && element.tag() >>> 16 == 0x7FE0;
        if (uri != null) {
            out.write("<BulkData");
            field("uri", uri);
            out.write("/>\n");
        } else if (element.value() instanceof Value.Bytes bytes && !pixels) {
            inline(bytes);
        }
    }

    private void inline(Value.Bytes bytes) throws IOException {
        out.write("<InlineBinary>");
        try (InputStream in = Value.Bytes.of(bytes.array()).stream()) {
            for (byte[] step = in.readNBytes(BASE64_STEP); step.length > 0; step = in.readNBytes(BASE64_STEP)) {
                out.write(Base64.getEncoder().encodeToString(step));
            }
        }
        out.write("</InlineBinary>\n");
    }

    private void name(String value, int number) throws IOException {
        out.write("<PersonName number=\"" + number + "\">\n");
        String[] groups = value.split("=", -1);
        for (int i = 0; i < Math.min(groups.length, NAME_GROUPS.length); i++) {
            if (!groups[i].isEmpty()) {
                out.write("<" + NAME_GROUPS[i] + ">\n");
                String[] parts = groups[i].split("\\^", NAME_PARTS.length);
                for (int part = 0; part < parts.length; part++) {
                    if (!parts[part].isEmpty()) {
                        element(NAME_PARTS[part], 0, parts[part]);
                    }
                }
                out.write("</" + NAME_GROUPS[i] + ">\n");
            }
        }
        out.write("</PersonName>\n");
    }

    private void element(String name, int number, String text) throws IOException {
        out.write("<" + name + (number > 0 ? " number=\"" + number + "\">" : ">"));
        escaped(text);
        out.write("</" + name + ">\n");
    }

    private void field(String name, String text) throws IOException {
        out.write(" " + name + "=\"");
        escaped(text);
        out.write('"');
    }

    /** What XML 1.0 cannot hold, control characters and halves of surrogate pairs, becomes U+FFFD; a form feed a line end. */
    private void escaped(String text) throws IOException {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.write("&amp;");
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '"' -> out.write("&quot;");
                case '\t', '\n', '\r' -> out.write("&#" + c + ";");
                case '\f' -> out.write("&#10;");
                default -> out.write(isCharacter(c) ? Character.toString(c) : "\uFFFD");
            }
        }
    }

    private static boolean isCharacter(int c) {
        return c >= 0x20 && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF);
    }
}
