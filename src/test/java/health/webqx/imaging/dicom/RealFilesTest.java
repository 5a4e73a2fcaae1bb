package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of {@code ../shared/dicom}, which none of us wrote; skipped where that folder is absent. */
class RealFilesTest {
    private static final Path FOLDER = Path.of("../shared/dicom/pydicom");
    private static List<Path> files = List.of();

    @BeforeAll
    static void findFiles() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "SKIPPED: no ../shared/dicom beside the project");
        try (Stream<Path> found = Files.walk(FOLDER)) {
            files = found.filter(file -> file.toString().endsWith(".dcm"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(50);
    }

    @Test
    void readsNearlyAllAndRefusesTheRestWithAReason() throws IOException {
        int read = 0;
        for (Path file : files) {
            try {
                DicomFile.read(file);
                read++;
            } catch (DicomException refused) {
                assertThat(refused.reason()).as(file.toString()).isNotNull();
            }
        }
        assertThat(read).isGreaterThan(files.size() * 9 / 10);
    }

    @Test
    void readsAFileInMemoryAsItReadsOneOnDisk() throws IOException {
        for (Path file : files) {
            assertThat(seen(() -> DicomFile.read(Files.readAllBytes(file))))
                    .as(file.toString())
                    .isEqualTo(seen(() -> DicomFile.read(file)));
        }
    }

    private interface Reading {
        DicomFile read() throws IOException;
    }

    /** What reading comes to: the last frame of a file with frames, else its elements, or why there is nothing. */
    private static String seen(Reading reading) throws IOException {
        try {
            DicomFile file = reading.read();
            int frames = file.frameCount();
            return frames == 0
                    ? file.transferSyntax().uid() + " "
                            + file.dataSet().elements().size()
                    : frames + " " + Arrays.hashCode(file.frame(frames).bytes());
        } catch (DicomException refused) {
            return refused.reason().name();
        }
    }

    @Test
    void refusesATruncatedFile() {
        Path file = FOLDER.resolve("test_files/MR_truncated.dcm");

        assertThatThrownBy(() -> DicomFile.read(file))
                .isInstanceOfSatisfying(DicomException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(DicomException.Reason.TRUNCATED));
    }

    @Test
    void writesJsonThatReadsBackWithTheSameAttributes() throws IOException {
        for (Path file : readable()) {
            DataSet dataSet = DicomFile.read(file).dataSet();
            byte[] json = DicomJson.write(dataSet, path -> Optional.of("https://here/bulk"));
            DataSet again = DicomJson.read(json).get(0);
            // JSON is UTF-8 and says so, whatever the file said
            assertThat(again.without(Tag.SpecificCharacterSet).elements().stream()
                            .map(Element::tag)
                            .toList())
                    .as(file.toString())
                    .isSubsetOf(dataSet.elements().stream().map(Element::tag).toList());
            assertThat(again.string(Tag.SOPInstanceUID)).isEqualTo(dataSet.string(Tag.SOPInstanceUID));
            assertThat(again.string(Tag.PatientID)).isEqualTo(dataSet.string(Tag.PatientID));
        }
    }

    @Test
    void rewritesImplicitAndBigEndianWithTheSameValues() throws IOException {
        for (String name : List.of("MR_small_implicit.dcm", "MR_small_bigendian.dcm", "MR_small.dcm")) {
            Path file = FOLDER.resolve("test_files/" + name);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TransferSyntax written = Transcoding.toExplicitLittleEndian(file, out);
            DicomFile again = DicomReader.read(new ByteArrayInputStream(out.toByteArray()), ReadOptions.DEFAULT);
            DicomFile original = DicomFile.read(file);

            assertThat(written.staysHome()).as(name).isFalse();
            assertThat(again.frame(1).bytes())
                    .as(name)
                    .isEqualTo(original.frame(1).bytes());
            assertThat(again.dataSet().string(Tag.PatientName))
                    .isEqualTo(original.dataSet().string(Tag.PatientName));
        }
    }

    @Test
    void throwsNothingButItsOwnExceptionAtDamagedFiles() throws IOException {
        Random random = new Random(20261124);
        List<Path> readable = readable();
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = Files.readAllBytes(readable.get(random.nextInt(readable.size())));
            if (bytes.length > 50_000) {
                continue;
            }
            for (int hits = 1 + random.nextInt(8); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                DicomFile read = DicomReader.read(new ByteArrayInputStream(bytes), ReadOptions.DEFAULT);
                DicomJson.write(read.dataSet(), BulkDataUris.none());
            } catch (DicomException refused) {
                assertThat(refused.reason()).isNotNull();
            }
        }
    }

    private static List<Path> readable() {
        return files.stream().filter(RealFilesTest::isReadable).toList();
    }

    private static boolean isReadable(Path file) {
        try {
            DicomFile.read(file);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
