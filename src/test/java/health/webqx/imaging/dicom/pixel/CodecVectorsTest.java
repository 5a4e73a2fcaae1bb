package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.RleCodec;
import health.webqx.imaging.dicom.codec.RleEncoder;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.jpeg.JpegCodec;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import health.webqx.imaging.dicom.codec.jpegls.JpegLsCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams of the {@link Phantom} that dcmtk, OpenJPEG and OpenJPH encoded. Lossless ones give the phantom; beside a lossy one lies what
 * its encoder's own decoder makes of it.
 */
class CodecVectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/dicom/codec");

    @ParameterizedTest
    @CsvSource({
        "jpeg-lossless-sv1-16.jpg, 1, 16",
        "jpeg-lossless-sv2-12.jpg, 1, 12",
        "jpeg-lossless-sv3-12.jpg, 1, 12",
        "jpeg-lossless-sv4-12.jpg, 1, 12",
        "jpeg-lossless-sv5-12.jpg, 1, 12",
        "jpeg-lossless-sv6-12.jpg, 1, 12",
        "jpeg-lossless-sv7-12.jpg, 1, 12",
        "jpeg-lossless-rgb.jpg, 3, 8",
        "jpegls-16.jls, 1, 16",
        "jpegls-line-rgb.jls, 3, 8",
        "jpegls-sample-rgb.jls, 3, 8",
        "jpeg2000-16.j2k, 1, 16",
        "jpeg2000-rct.j2k, 3, 8",
        "jpeg2000-modes-12.j2k, 1, 12",
        "jpeg2000-tiles-8.j2k, 1, 8",
        "htj2k-8.j2k, 1, 8",
        "htj2k-16.j2k, 1, 16",
        "htj2k-rct.j2k, 3, 8",
        "htj2k-rpcl-12.j2k, 1, 12",
        "htj2k-tiles-12.j2k, 1, 12"
    })
    void decodesLosslessStreamsToWhatWasEncoded(String name, int components, int bits) throws IOException {
        Phantom phantom = phantom(components, bits);
        Samples decoded = decode(name, phantom);

        assertThat(decoded.bits()).isGreaterThanOrEqualTo(bits);
        for (int c = 0; c < components; c++) {
            assertThat(decoded.plane(c)).isEqualTo(phantom.planes()[c]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg-baseline-422.jpg, 3, 8, 1",
        "jpeg-baseline-grey.jpg, 1, 8, 1",
        "jpeg-extended-12.jpg, 1, 12, 1",
        "jpegls-near-3-12.jls, 1, 12, 0",
        "jpeg2000-irreversible-12.j2k, 1, 12, 1",
        "jpeg2000-ict.j2k, 3, 8, 1",
        "htj2k-irreversible-12.j2k, 1, 12, 1",
        "htj2k-ict.j2k, 3, 8, 1"
    })
    void decodesLossyStreamsAsTheirEncodersDo(String name, int components, int bits, int tolerance) throws IOException {
        Phantom phantom = phantom(components, bits);
        int[][] expected = littleEndian(Files.readAllBytes(VECTORS.resolve(name + ".raw")), phantom);
        Samples theirs = new Samples(phantom.columns(), phantom.rows(), bits, false, Color.AS_DESCRIBED, expected);

        assertThat(Differences.worst(decode(name, phantom), theirs)).isLessThanOrEqualTo(tolerance);
    }

    @Test
    void decodesRunLengthsOfEveryDepth() throws IOException {
        for (int bits : new int[] {8, 16, 32}) {
            Phantom phantom = new Phantom(67, 41, 3, Math.min(bits, 30));
            FrameShape shape = new FrameShape(67, 41, 3, bits);
            Samples decoded = new RleCodec().decode(RleEncoder.encode(phantom.planes(), bits), shape);
            for (int c = 0; c < 3; c++) {
                assertThat(decoded.plane(c)).isEqualTo(phantom.planes()[c]);
            }
        }
    }

    private static Phantom phantom(int components, int bits) {
        return components == 1 ? new Phantom(31, 23, 1, bits) : new Phantom(26, 18, 3, bits);
    }

    private static Samples decode(String name, Phantom phantom) throws IOException {
        FrameCodec codec = name.endsWith(".jls")
                ? new JpegLsCodec()
                : name.endsWith(".j2k") ? new Jpeg2000Codec() : new JpegCodec();
        FrameShape shape = new FrameShape(phantom.columns(), phantom.rows(), phantom.components(), 16);
        return codec.decode(Files.readAllBytes(VECTORS.resolve(name)), shape);
    }

    private static int[][] littleEndian(byte[] bytes, Phantom phantom) {
        int width = phantom.bits() > 8 ? 2 : 1;
        int[][] planes = new int[phantom.components()][phantom.columns() * phantom.rows()];
        for (int i = 0; i < planes[0].length; i++) {
            for (int c = 0; c < planes.length; c++) {
                int at = (i * planes.length + c) * width;
                planes[c][i] = bytes[at] & 0xFF;
                if (width == 2) {
                    planes[c][i] |= (bytes[at + 1] & 0xFF) << 8;
                }
            }
        }
        return planes;
    }
}
