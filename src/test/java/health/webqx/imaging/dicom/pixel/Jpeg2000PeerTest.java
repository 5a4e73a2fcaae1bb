package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code streams of OpenJPEG's encoder in all its ways, held against its own decoder. */
class Jpeg2000PeerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n 6",
                "-n 1",
                "-n 3 -t 33,29",
                "-n 3 -t 16,16 -p RLCP -r 20,5,1",
                "-p RPCL -c [16,16],[32,32],[64,64]",
                "-p PCRL -c [32,32] -t 50,50",
                "-p CPRL -c [64,64] -b 8,64 -r 30,10,1",
                "-p RLCP -c [128,128] -SOP -EPH",
                "-b 4,4",
                "-b 64,64 -M 1",
                "-M 2",
                "-M 4",
                "-M 8",
                "-M 32",
                "-M 63",
                "-M 5 -r 8,2,1",
                "-M 13 -b 32,32 -r 8,2,1",
                "-I",
                "-I -r 12",
                "-I -r 40,20,8 -n 4 -t 40,30 -p RPCL",
                "-I -M 1 -n 4",
                "-d 7,5",
                "-d 13,11 -T 3,2 -t 32,32",
                "-d 13,11 -T 3,2 -t 32,32 -I -p PCRL -c [32,32]",
                "-r 16,4,1 -POC T1=0,0,3,3,3,RLCP/T1=3,0,3,6,3,LRCP"
            })
    void decodesWhatOpenJpegDecodes(String options) throws IOException, InterruptedException {
        for (int bits : new int[] {8, 12, 16}) {
            compare(options, new Phantom(101, 83, 1, bits));
        }
        compare(options, new Phantom(70, 64, 3, 8));
    }

    private void compare(String options, Phantom phantom) throws IOException, InterruptedException {
        String extension = phantom.components() == 1 ? ".pgm" : ".ppm";
        Path original = phantom.writeTo(folder.resolve("original" + extension));
        Path coded = folder.resolve("coded.j2k");
        String[] words = ("-i " + original + " -o " + coded + " " + options).split(" ");
        PeerTool.run("opj_compress", (Object[]) words);
        Path decoded = folder.resolve("decoded" + extension);
        PeerTool.run("opj_decompress", "-i", coded, "-o", decoded);

        FrameShape shape = new FrameShape(phantom.columns(), phantom.rows(), phantom.components(), 16);
        Samples ours = new Jpeg2000Codec().decode(Files.readAllBytes(coded), shape);
        Samples theirs = new Samples(
                phantom.columns(), phantom.rows(), phantom.bits(), false, Color.AS_DESCRIBED, phantom.read(decoded));

        assertThat(ours.bits()).isEqualTo(phantom.bits());
        assertThat(Differences.worst(ours, theirs))
                .as(phantom + " " + options)
                .isLessThanOrEqualTo(tolerance(options, phantom));
    }

    /** OpenJPEG rounds the filter's gain to 1.625732 where the standard has 1.625786: two steps of 65536. */
    private static int tolerance(String options, Phantom phantom) {
        if (!options.contains("-I")) {
            return 0;
        }
        return phantom.bits() == 16 ? 2 : 1;
    }
}
