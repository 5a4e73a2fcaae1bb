package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The Native DICOM Model, as DCMTK's dcm2xml writes it. */
class DicomXmlTest {
    /** dcm2xml repeats a group of a name where the next one is empty, and leaves elements UN that the dictionary knows. */
    private static final Set<String> DCMTK_DIFFERS =
            Set.of("chrX1.dcm", "chrX2.dcm", "rtdose_rle.dcm", "rtdose_rle_1frame.dcm");

    @TempDir
    Path folder;

    @Test
    void everyRealFileIsWrittenAsDcmtkWritesIt() throws Exception {
        String dcm2xml = Peer.require("dcm2xml").toString();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Path file : RealFiles.readable()) {
            Path theirs = folder.resolve("theirs.xml");
            Files.deleteIfExists(theirs);
            RealFiles.output(dcm2xml, "-q", "--native-format", "+U8", file.toString(), theirs.toString());
            DataSet dataSet = DicomFile.read(file).dataSet();
            List<String> ours = flat(xml(dataSet));
            if (Files.exists(theirs)
                    && isXml(theirs)
                    && !DCMTK_DIFFERS.contains(file.getFileName().toString())) {
                differences.addAll(differences(file, ours, flat(Files.readAllBytes(theirs))));
                compared++;
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(70);
    }

    @Test
    void bulkValuesAreNamedByTheirAddressOrWrittenInline() throws Exception {
        DataSet dataSet = DataSet.builder()
                .putBytes(Tag.PixelData, Vr.OW, new byte[] {1, 2})
                .putBytes(0x00282000, Vr.OB, new byte[] {1, 2, 3, 4})
                .build();

        assertThat(new String(xml(dataSet), "UTF-8"))
                .contains("<InlineBinary>AQIDBA==</InlineBinary>")
                .doesNotContain("AQI=");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomXml.write(dataSet, path -> Optional.of("https://here/?a=1&b=" + Tag.hex(path.get(0))), out);
        assertThat(out.toString("UTF-8")).contains("<BulkData uri=\"https://here/?a=1&amp;b=7FE00010\"/>");
    }

    @Test
    void whatXmlCannotHoldIsReplaced() throws Exception {
        DataSet dataSet =
                DataSet.builder().put(Tag.ImageComments, "a\u0001<b>&\fc").build();

        assertThat(flat(xml(dataSet))).containsExactly("00204000 LT", "00204000 1 a\uFFFD<b>&\nc");
    }

    private static byte[] xml(DataSet dataSet) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomXml.write(dataSet, BulkDataUris.none(), out);
        return out.toByteArray();
    }

    private static boolean isXml(Path file) {
        try {
            flat(Files.readAllBytes(file));
            return true;
        } catch (Exception e) { // dcm2xml writes control characters that no XML has
            return false;
        }
    }

    /** A line for each attribute and value, in document order. */
    private static List<String> flat(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        try (InputStream in = new ByteArrayInputStream(xml)) {
            List<String> lines = new ArrayList<>();
            walk(builder.parse(in).getDocumentElement(), "", lines);
            return lines;
        }
    }

    private static void walk(Element parent, String path, List<String> lines) {
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (!(nodes.item(i) instanceof Element element) || element.getNodeType() != Node.ELEMENT_NODE) {
                continue;
            }
            String number = element.getAttribute("number");
            switch (element.getNodeName()) {
                case "DicomAttribute" -> {
                    String creator = element.getAttribute("privateCreator");
                    String tag = path + withoutBlock(element.getAttribute("tag"), creator) + creator;
                    if (!tag.endsWith("00080005")) { // UTF-8, whatever the original's
                        lines.add(tag + " " + (creator.isEmpty() ? element.getAttribute("vr") : "-"));
                        walk(element, tag, lines);
                    }
                }
                case "Item", "PersonName", "Alphabetic", "Ideographic", "Phonetic" ->
                    walk(element, path + "/" + element.getNodeName() + number + " ", lines);
                case "BulkData", "InlineBinary" -> {}
                case "Value" -> {
                    if (!element.getTextContent().isBlank()) {
                        lines.add(path + " " + number + " "
                                + element.getTextContent().strip());
                    }
                }
                default ->
                    lines.add(path + element.getNodeName() + " "
                            + element.getTextContent().strip());
            }
        }
    }

    /** With a number at its end as a float has it, which is as exact as both write one. */
    private static String numeric(String line) {
        String[] words = line.split(" ");
        try {
            words[words.length - 1] = Float.toString((float) Double.parseDouble(words[words.length - 1]));
            return String.join(" ", words);
        } catch (NumberFormatException e) {
            return line;
        }
    }

    /** DCMTK leaves the digits of the block out even where no creator says whose block it is. */
    private static String withoutBlock(String tag, String creator) {
        boolean block = Tag.isPrivate(Tag.parse(tag)) && creator.isEmpty() && !Tag.isPrivateCreator(Tag.parse(tag));
        return block ? tag.substring(0, 4) + "00" + tag.substring(6) : tag;
    }

    private static List<String> differences(Path file, List<String> ours, List<String> theirs) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String one = i < ours.size() ? ours.get(i) : "nothing";
            String other = i < theirs.size() ? theirs.get(i) : "nothing";
            if (!one.equals(other) && !numeric(one).equals(numeric(other))) {
                differences.add(file.getFileName() + "\n  we   " + one + "\n  they " + other);
                break;
            }
        }
        return differences;
    }
}
