package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real pixels encoded by dcmtk and GDCM in every way they know, and decoded here. */
class EncodedVariantsTest {
    @TempDir
    Path folder;

    static List<String> lossless() {
        List<String> variants = new ArrayList<>(List.of(
                "dcmcjpeg +e1",
                "dcmcjpls +el",
                "dcmcjpls +el +il",
                "dcmcjpls +el +is",
                "dcmcjpls +el +t1 5 +t2 9 +t3 30 +rs 20",
                "dcmcrle",
                "gdcmconv --j2k",
                "gdcmconv --j2k --tile 50,40",
                "gdcmconv --jpegls",
                "gdcmconv --rle",
                "gdcmconv --jpeg"));
        for (int predictor = 1; predictor <= 7; predictor++) {
            variants.add("dcmcjpeg +el +sv " + predictor);
        }
        return variants;
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void decodesLosslessCodingsExactly(String encoder) throws IOException, InterruptedException {
        for (String name : List.of("CT_small", "MR_small", "examples_overlay", "examples_rgb_color", "image_dfl")) {
            Path file = file(name);
            DicomFile original = DicomFile.read(file);
            DicomFile encoded = encoded(encoder, file);

            assertThat(encoded.transferSyntax().encapsulated()).isTrue();
            assertThat(Differences.worst(values(encoded), values(original)))
                    .as(name)
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+eb +q 90", "+eb +q 30 +s2", "+eb +cr", "+ee +bt +q 80", "+ee +q 50 +s4", "+eb -ho"})
    void decodesLossyJpegAsDcmtkDoes(String options) throws IOException, InterruptedException {
        List<String> names = options.contains("+bt")
                ? List.of("CT_small", "examples_overlay")
                : List.of("CT_small", "examples_rgb_color", "image_dfl");
        for (String name : names) {
            agrees("dcmcjpeg " + options, file(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+en +md 3", "+en +md 1", "+en +md 20 +is", "+en +md 7 +il"})
    void decodesNearLosslessJpegLsAsDcmtkDoes(String options) throws IOException, InterruptedException {
        for (String name : List.of("examples_overlay", "examples_rgb_color", "image_dfl")) {
            agrees("dcmcjpls " + options, file(name));
        }
    }

    private void agrees(String encoder, Path file) throws IOException, InterruptedException {
        encoded(encoder, file);
        Path coded = folder.resolve("coded.dcm");
        DicomFile encoded = DicomFile.read(coded);
        Path raw = PeerTool.decompressed(coded, encoded.transferSyntax().uid().value(), folder);

        assertThat(Differences.worst(values(encoded), values(DicomFile.read(raw))))
                .as(file.toString())
                .isLessThanOrEqualTo(encoder.startsWith("dcmcjpls") ? 0 : 1);
    }

    private DicomFile encoded(String encoder, Path file) throws IOException, InterruptedException {
        List<Object> words = new ArrayList<>(List.of((Object[]) encoder.split(" ")));
        Path coded = folder.resolve("coded.dcm");
        words.add(file);
        words.add(coded);
        PeerTool.run(words.get(0).toString(), words.subList(1, words.size()).toArray());
        return DicomFile.read(coded);
    }

    private static Samples values(DicomFile file) throws IOException {
        return FrameDecoder.of(file.dataSet(), file.transferSyntax())
                .values(file.frame(1).bytes());
    }

    private static Path file(String name) {
        return Peer.requireDicomFiles().resolve("pydicom/test_files/" + name + ".dcm");
    }
}
