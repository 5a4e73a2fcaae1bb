package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed files of {@code ../shared/dicom}, held against what dcmtk and GDCM decode. */
class RealPixelsTest {
    /** dcmtk cannot read the one as a file; the other has damaged dimensions, which all refuse. */
    private static final Set<String> REFUSED_BY_PEERS =
            Set.of("SC_rgb_jpeg.dcm", "JPEG2000-embedded-sequence-delimiter.dcm");

    @TempDir
    Path folder;

    static List<Path> compressed() throws IOException {
        try (Stream<Path> found = Files.walk(Peer.requireDicomFiles())) {
            return found.filter(file -> file.toString().endsWith(".dcm"))
                    .filter(file ->
                            !REFUSED_BY_PEERS.contains(file.getFileName().toString()))
                    .filter(RealPixelsTest::isCompressed)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isCompressed(Path file) {
        try {
            DicomFile read = DicomFile.read(file);
            return read.hasPixelData() && read.frames().orElseThrow().isEncapsulated();
        } catch (IOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("compressed")
    void decodesWhatThePeersDecode(Path file) throws IOException, InterruptedException {
        DicomFile ours = DicomFile.read(file);
        Path raw = PeerTool.decompressed(file, ours.transferSyntax().uid().value(), folder);
        DicomFile theirs = DicomFile.read(raw);
        for (int frame = 1; frame <= ours.frameCount(); frame++) {
            Samples decoded = FrameDecoder.of(ours.dataSet(), ours.transferSyntax())
                    .words(ours.frame(frame).bytes());
            Samples expected = FrameDecoder.of(theirs.dataSet(), theirs.transferSyntax())
                    .words(theirs.frame(frame).bytes());
            assertThat(Differences.worst(decoded, expected))
                    .as("frame " + frame)
                    .isLessThanOrEqualTo(ours.transferSyntax().lossy() ? 1 : 0);
        }
    }
}
