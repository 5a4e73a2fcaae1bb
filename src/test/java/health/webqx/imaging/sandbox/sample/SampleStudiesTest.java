package health.webqx.imaging.sandbox.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStudiesTest {
    @TempDir
    static Path folder;

    private static Path samples;

    @BeforeAll
    static void write() {
        samples = folder.resolve("samples");
        SampleStudies.writeTo(samples);
    }

    @Test
    void everyPatientHasTwoStudiesAndTogetherTheyCoverTheKindsOfObjects() throws IOException {
        Map<String, Set<String>> studies = new TreeMap<>();
        Set<String> modalities = new TreeSet<>();
        for (Path file : files()) {
            DataSet dataSet = DicomFile.read(file).dataSet();
            studies.computeIfAbsent(dataSet.string(Tag.PatientID).orElseThrow(), id -> new TreeSet<>())
                    .add(dataSet.string(Tag.StudyInstanceUID).orElseThrow());
            modalities.add(dataSet.string(Tag.Modality).orElseThrow());
        }
        assertEquals(Set.of("WQX-1001", "WQX-1002", "WQX-1003"), studies.keySet());
        studies.forEach((patient, own) -> assertEquals(2, own.size(), patient));
        assertEquals(Set.of("CR", "CT", "DOC", "DX", "MR", "SR", "US"), modalities);
    }

    @Test
    void theCtIsAVolumeInHounsfieldUnits() throws IOException {
        List<Path> slices = filesIn("anna-keller/chest-ct/1");
        assertEquals(64, slices.size());
        double[] positions = slices.stream()
                .mapToDouble(slice -> Double.parseDouble(
                        dataSet(slice).strings(Tag.ImagePositionPatient).get(2)))
                .toArray();
        for (int i = 1; i < positions.length; i++) {
            assertEquals(-4, positions[i] - positions[i - 1], 1e-9);
        }
        assertEquals(-1000, meanHounsfield(slices.get(32), 20, 20), 6);
        assertEquals(-860, meanHounsfield(slices.get(36), 160, 220), 6);
        assertEquals(112, meanHounsfield(slices.get(60), 175, 262), 6);
    }

    @Test
    void theSameFilesAreMadeEachTime() throws IOException {
        for (String study : List.of("anna-keller/chest-ct", "ben-okafor/brain-mr", "anna-keller/echocardiogram")) {
            SampleFile first = SampleStudies.files()
                    .filter(file -> file.study().folder().equals(study))
                    .findFirst()
                    .orElseThrow();
            Path again = Files.createDirectories(folder.resolve("again"));
            first.writeInto(again);
            assertArrayEquals(
                    Files.readAllBytes(samples.resolve(study).resolve(first.name())),
                    Files.readAllBytes(again.resolve(study).resolve(first.name())));
        }
    }

    @Test
    void aStudyThatIsThereIsLeftAloneAndOneThatIsMissingComesBackWhole() throws IOException {
        Path kept = samples.resolve("ben-okafor/chest-radiograph/1/0001.dcm");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(1_000_000));
        Path lost = samples.resolve("carla-ruiz/hand-control/1/0001.dcm");
        Files.delete(lost);
        Files.delete(lost.getParent());
        Files.delete(lost.getParent().getParent());
        Files.createDirectories(folder.resolve("samples.unfinished/carla-ruiz/hand-control/1"));
        Files.writeString(folder.resolve("samples.unfinished/carla-ruiz/hand-control/1/0009.dcm"), "cut off");

        SampleStudies.writeTo(samples);

        assertEquals(1_000_000, Files.getLastModifiedTime(kept).toMillis());
        assertEquals(List.of(lost), filesIn("carla-ruiz/hand-control"));
        assertFalse(Files.exists(folder.resolve("samples.unfinished")));
    }

    @Test
    void dciodvfyFindsNoError() throws Exception {
        String dciodvfy = Peer.require("dciodvfy").toString();
        for (Path file : files()) {
            String findings = run(dciodvfy, file.toString());
            assertFalse(findings.contains("Error"), file + ":\n" + findings);
        }
    }

    @Test
    void dcmdumpReadsEveryFile() throws Exception {
        String dcmdump = Peer.require("dcmdump").toString();
        for (Path file : files()) {
            String dump = run(dcmdump, "-q", file.toString());
            assertTrue(dump.contains("(0010,0020) LO [WQX-100"), file + ":\n" + dump);
        }
    }

    @Test
    void pydicomReadsEveryPixel() throws Exception {
        String script =
                """
                import pathlib, sys, pydicom
                for file in sorted(pathlib.Path(sys.argv[1]).rglob('*.dcm')):
                    read = pydicom.dcmread(file)
                    if 'PixelData' in read:
                        print(read.Modality, *read.pixel_array.shape)
                    else:
                        print(read.Modality)
                """;
        String shapes = run(Peer.requirePython("pydicom, numpy").toString(), "-c", script, samples.toString());
        Map<String, Long> counted = shapes.lines()
                .collect(java.util.stream.Collectors.groupingBy(
                        line -> line, TreeMap::new, java.util.stream.Collectors.counting()));
        assertEquals(
                Map.of(
                        "CT 512 512", 64L,
                        "SR", 1L,
                        "US 30 384 512 3", 1L,
                        "DOC", 1L,
                        "MR 256 256", 48L,
                        "DX 1500 2400", 1L,
                        "CR 2240 1760", 2L),
                counted);
    }

    private static List<Path> files() throws IOException {
        return filesIn("");
    }

    private static List<Path> filesIn(String part) throws IOException {
        try (Stream<Path> files = Files.walk(samples.resolve(part))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static DataSet dataSet(Path file) {
        try {
            return DicomFile.read(file).dataSet();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Over 9 by 9 pixels. */
    private static double meanHounsfield(Path slice, int column, int row) throws IOException {
        DataSet dataSet = DicomFile.read(slice).dataSet();
        Value.Located pixels =
                (Value.Located) dataSet.find(Tag.PixelData).orElseThrow().value();
        byte[] bytes = new byte[512 * 512 * 2];
        try (var in = pixels.open()) {
            in.readNBytes(bytes, 0, bytes.length);
        }
        ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        double sum = 0;
        for (int pixel = 0; pixel < 81; pixel++) {
            sum += values.getShort(((row - 4 + pixel / 9) * 512 + column - 4 + pixel % 9) * 2) - 1024;
        }
        return sum / 81;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
