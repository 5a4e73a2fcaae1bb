package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every real file reads as pydicom reads it: the same elements, VRs, texts and bytes on every level. */
class PydicomTest {
    /** Prints a line for each element: path, VR, digest of the bytes or -, text of character VRs. */
    private static final String SCRIPT =
            """
            import hashlib, sys, pydicom
            from pydicom.encaps import decode_data_sequence
            TEXT = {'AE','AS','CS','DA','DS','DT','IS','LO','LT','PN','SH','ST','TM','UC','UI','UR','UT'}
            def values(element):
                value = element.value
                many = value if isinstance(value, (list, tuple, pydicom.multival.MultiValue)) else [value]
                written = element.VR in ('DS', 'IS')
                texts = [written and getattr(v, 'original_string', None) or ('' if v is None else str(v)) for v in many]
                return '\\\\'.join(text.strip() for text in texts).encode('unicode_escape').decode()
            def walk(ds, path, little):
                for tag in sorted(ds.keys()):
                    raw = ds.get_item(tag)
                    name = path + '%08X' % tag
                    data = raw.value
                    element = ds[tag]
                    if element.VR == 'SQ':
                        print(name, 'SQ', len(element.value), sep='\\t')
                        for i, item in enumerate(element.value):
                            walk(item, name + '[%d].' % i, little)
                        continue
                    if tag == 0x7FE00010 and getattr(raw, 'length', 0) == 0xFFFFFFFF:
                        data = b''.join(decode_data_sequence(data))
                    binary = isinstance(data, bytes)
                    swapped = not little and element.VR in ('US','SS','UL','SL','FL','FD','AT','OW','OF','OD','US or SS')
                    digest = hashlib.md5(data).hexdigest() if binary and not swapped else '-'
                    print(name, str(element.VR).replace('VR.', ''), digest, values(element) if element.VR in TEXT else '', sep='\\t')
            for file in sys.argv[1:]:
                print('file', file, sep='\\t')
                try:
                    ds = pydicom.dcmread(file, force=True)
                    walk(ds, '', ds.is_little_endian)
                except Exception as e:
                    print('refused', type(e).__name__, sep='\\t')
            """;

    @Test
    void everyElementOfEveryFileIsReadAsPydicomReadsIt() throws Exception {
        List<Path> files = RealFiles.list();
        List<String> command =
                new ArrayList<>(List.of(Peer.requirePython("pydicom").toString(), "-W", "ignore", "-c", SCRIPT));
        files.forEach(file -> command.add(file.toString()));
        Map<String, List<String>> theirs = byFile(RealFiles.output(command.toArray(String[]::new)));
        List<String> differences = new ArrayList<>();
        for (Path file : files) {
            List<String> read = theirs.get(file.toString());
            assertThat(read).as(file.toString()).isNotNull();
            differences.addAll(differences(file, read));
        }
        assertThat(differences).isEmpty();
    }

    private static Map<String, List<String>> byFile(String output) {
        Map<String, List<String>> files = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (line.startsWith("file\t")) {
                current = new ArrayList<>();
                files.put(line.substring(5), current);
            } else if (!line.isEmpty()) {
                current.add(line);
            }
        }
        return files;
    }

    private static List<String> differences(Path file, List<String> theirs) throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        Map<String, String> ours = new LinkedHashMap<>();
        try {
            walk(DicomFile.read(file).dataSet(), "", ours);
        } catch (DicomException refused) {
            return refusedByDcmtk(file) ? List.of() : List.of(file + " is refused by us only: " + refused);
        }
        Map<String, String> them = theirs.stream()
                .collect(Collectors.toMap(
                        line -> line.split("\t", -1)[0], line -> line, (one, other) -> other, LinkedHashMap::new));
        TreeSet<String> all = new TreeSet<>(ours.keySet());
        all.addAll(them.keySet());
        for (String key : all) {
            String one = ours.getOrDefault(key, "nothing");
            String other = them.getOrDefault(key, "nothing");
            if (!same(one, other)) {
                differences.add(file.getFileName() + "\n  we   " + one + "\n  they " + other);
            }
        }
        return differences;
    }

    private static boolean refusedByDcmtk(Path file) throws IOException, InterruptedException {
        String dump = RealFiles.output(Peer.require("dcmdump").toString(), file.toString());
        return dump.contains("\nE: ") || dump.startsWith("E: ") || dump.startsWith("F: ");
    }

    private static boolean same(String ours, String theirs) {
        String[] one = ours.split("\t", -1);
        String[] other = theirs.split("\t", -1);
        if (one.length < 2 || one.length != other.length) {
            return false;
        }
        boolean encapsulated = one[0].endsWith("7FE00010") && one[1].equals("OB") && other[1].equals("OW");
        boolean sameVr = one[1].equals(other[1]) || other[1].contains(" or ") || one[1].equals("UN") || encapsulated;
        boolean sameBytes = one[2].equals(other[2]) || other[2].equals("-");
        boolean sameText = one.length < 4 || withoutEmptyGroups(one[3]).equals(other[3]) || one[1].equals("UN");
        return sameVr && sameBytes && sameText;
    }

    /** pydicom leaves empty groups at the end of a name out. */
    private static String withoutEmptyGroups(String text) {
        return text.replaceAll("=+$", "");
    }

    private static void walk(DataSet dataSet, String path, Map<String, String> lines) throws IOException {
        for (Element element : dataSet.elements()) {
            String name = path + Tag.hex(element.tag());
            if (element.value() instanceof Value.Items items) {
                lines.put(name, name + "\tSQ\t" + items.items().size());
                for (int i = 0; i < items.items().size(); i++) {
                    walk(items.items().get(i), name + "[" + i + "].", lines);
                }
                continue;
            }
            String text = element.vr().isCharacters()
                    ? dataSet.strings(element.tag()).stream().map(String::strip).collect(Collectors.joining("\\"))
                    : "";
            lines.put(name, String.join("\t", name, element.vr().name(), digest(element.value()), escaped(text)));
        }
    }

    private static String digest(Value value) throws IOException {
        try (InputStream in = value.stream()) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(in.readAllBytes()));
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** As Python's unicode_escape. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default ->
                    escaped.append(
                            c >= 0x20 && c < 0x7F
                                    ? Character.toString(c)
                                    : c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
            }
        });
        return escaped.toString();
    }
}
