package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code streams of OpenJPH's encoder: reversible ones give what was encoded, the others what OpenJPEG decodes. */
class HighThroughputPeerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-num_decomps 0",
                "-prog_order LRCP -block_size {32,32}",
                "-prog_order RLCP -block_size {4,1024}",
                "-prog_order CPRL -block_size {1024,4}",
                "-prog_order PCRL -precincts {32,32},{64,64}",
                "-num_decomps 3 -tile_size {33,29}",
                "-image_offset {7,5} -tile_size {40,40} -tile_offset {3,2}"
            })
    void decodesReversibleStreamsToWhatWasEncoded(String options) throws IOException, InterruptedException {
        for (int bits : new int[] {8, 12, 16}) {
            Phantom phantom = new Phantom(101, 83, 1, bits);
            assertThat(decoded(phantom, "-reversible true " + options).plane(0)).isEqualTo(phantom.planes()[0]);
        }
        Phantom colored = new Phantom(70, 64, 3, 8);
        Samples decoded = decoded(colored, "-reversible true " + options);
        for (int c = 0; c < 3; c++) {
            assertThat(decoded.plane(c)).isEqualTo(colored.planes()[c]);
        }
        assertThat(decoded.color()).isEqualTo(Color.RGB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-qstep 0.0005",
                "-qstep 0.02 -num_decomps 3",
                "-qstep 0.005 -tile_size {50,40} -prog_order RLCP -num_decomps 2"
            })
    void decodesIrreversibleStreamsAsOpenJpegDoes(String options) throws IOException, InterruptedException {
        for (Phantom phantom :
                new Phantom[] {new Phantom(101, 83, 1, 8), new Phantom(101, 83, 1, 12), new Phantom(70, 64, 3, 8)}) {
            Samples ours = decoded(phantom, "-reversible false " + options);
            Path theirs = folder.resolve("theirs" + extension(phantom));
            PeerTool.run("opj_decompress", "-i", folder.resolve("coded.j2c"), "-o", theirs);

            assertThat(Differences.worst(
                            ours,
                            new Samples(
                                    phantom.columns(),
                                    phantom.rows(),
                                    phantom.bits(),
                                    false,
                                    Color.AS_DESCRIBED,
                                    phantom.read(theirs))))
                    .as(phantom + " " + options)
                    .isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CT_small", "MR_small", "examples_overlay", "J2K_pixelrep_mismatch", "examples_rgb_color"})
    void decodesRealSlicesExactly(String name) throws IOException, InterruptedException {
        DicomFile file = DicomFile.read(Peer.requireDicomFiles().resolve("pydicom/test_files/" + name + ".dcm"));
        Samples slice = FrameDecoder.of(file.dataSet(), file.transferSyntax())
                .words(file.frame(1).bytes());
        int[][] planes = new int[slice.components()][];
        int mask = (1 << slice.bits()) - 1;
        for (int c = 0; c < planes.length; c++) {
            planes[c] = Arrays.stream(slice.plane(c)).map(word -> word & mask).toArray();
        }
        Path original = netpbm(slice, planes);
        Path coded = folder.resolve("slice.j2c");
        PeerTool.run("ojph_compress", "-i", original, "-o", coded, "-reversible", "true");

        FrameShape shape = new FrameShape(slice.columns(), slice.rows(), slice.components(), 16);
        Samples ours = new Jpeg2000Codec().decode(Files.readAllBytes(coded), shape);
        for (int c = 0; c < planes.length; c++) {
            assertThat(ours.plane(c)).isEqualTo(planes[c]);
        }
    }

    private Samples decoded(Phantom phantom, String options) throws IOException, InterruptedException {
        Path original = phantom.writeTo(folder.resolve("original" + extension(phantom)));
        Path coded = folder.resolve("coded.j2c");
        String[] words =
                ("-i " + original + " -o " + coded + " " + options).strip().split(" ");
        PeerTool.run("ojph_compress", (Object[]) words);
        FrameShape shape = new FrameShape(phantom.columns(), phantom.rows(), phantom.components(), 16);
        return new Jpeg2000Codec().decode(Files.readAllBytes(coded), shape);
    }

    private static String extension(Phantom phantom) {
        return phantom.components() == 1 ? ".pgm" : ".ppm";
    }

    private Path netpbm(Samples slice, int[][] planes) throws IOException {
        boolean single = planes.length == 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(String.format(
                        "%s%n%d %d%n%d%n", single ? "P5" : "P6", slice.columns(), slice.rows(), (1 << slice.bits()) - 1)
                .getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < planes[0].length; i++) {
            for (int[] plane : planes) {
                if (slice.bits() > 8) {
                    out.write(plane[i] >> 8);
                }
                out.write(plane[i]);
            }
        }
        return Files.write(folder.resolve(single ? "slice.pgm" : "slice.ppm"), out.toByteArray());
    }
}
