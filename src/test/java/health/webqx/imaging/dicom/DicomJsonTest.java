package health.webqx.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DICOM JSON that somebody else sends: it is read, or refused with a reason. */
class DicomJsonTest {
    private static final int MUTANTS = 20;

    @Test
    void jsonThatEndsEarlyIsRefusedWhereverItEnds() throws Exception {
        byte[] json = json(Peer.requireDicomFiles().resolve("pydicom/test_files/reportsi.dcm"));
        for (int length = 0; length < json.length - 1; length += 1 + length / 200) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> DicomJson.read(cut)).as("%d bytes", length).isInstanceOf(DicomException.class);
        }
    }

    @Test
    void garbledJsonIsReadOrRefusedAndNothingElse() throws Exception {
        Random chance = new Random(5);
        for (Path file : realFiles()) {
            byte[] json = json(file);
            for (int mutant = 0; mutant < MUTANTS; mutant++) {
                byte[] garbled = json.clone();
                for (int change = 0; change <= mutant % 4; change++) {
                    garbled[chance.nextInt(garbled.length)] = (byte) "{}[]\",:0A\\-.e n".charAt(chance.nextInt(15));
                }
                readOrRefused(garbled);
            }
        }
    }

    private static void readOrRefused(byte[] json) {
        try {
            DicomJson.read(json).forEach(dataSet -> assertThat(dataSet).isNotNull());
        } catch (DicomException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static List<Path> realFiles() throws IOException {
        try (Stream<Path> all = Files.walk(Peer.requireDicomFiles())) {
            return all.filter(Files::isRegularFile)
                    .filter(DicomJsonTest::isReadable)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isReadable(Path file) {
        try {
            DicomFile.read(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] json(Path file) throws IOException {
        return DicomJson.write(DicomFile.read(file).dataSet(), BulkDataUris.none());
    }
}
