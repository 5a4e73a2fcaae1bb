package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.DicomWriter;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Encapsulated;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.jpeg2000.Jpeg2000Codec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** High-Throughput JPEG 2000: what its blocks may hold beside a cleanup pass, what is refused, and files in it. */
class HighThroughputTest {
    private static final Path VECTORS = Path.of("src/test/resources/dicom/codec");
    private static final int COD = 0xFF52;
    private static final int CAP = 0xFF50;
    private static final FrameShape GREY = new FrameShape(31, 23, 1, 16);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "htj2k-propagated-12, htj2k-propagated-12",
        "htj2k-refined-12, htj2k-refined-12",
        "htj2k-refined-causal-12, htj2k-refined-causal-12",
        "htj2k-layers-12, htj2k-refined-12",
        "htj2k-placeholders-12, htj2k-refined-12"
    })
    void refinesABlockAsOpenJpegAndOpenJphDo(String name, String expected) throws IOException {
        byte[] words = Words.littleEndian(16, decode(stream(name)).plane(0));

        assertThat(words).isEqualTo(Files.readAllBytes(VECTORS.resolve(expected + ".j2k.raw")));
    }

    @Test
    void decodesSignedSamples() throws IOException {
        Samples decoded = decode(stream("htj2k-signed-12"));

        assertThat(decoded.signed()).isTrue();
        assertThat(decoded.plane(0))
                .isEqualTo(Arrays.stream(phantom().planes()[0])
                        .map(sample -> sample - 2048)
                        .toArray());
    }

    @Test
    void refusesStreamsThatMayHoldBlocksOfBothKindsOrSeveralSets() throws IOException {
        byte[] stream = stream("htj2k-rpcl-12");
        for (byte[] changed : List.of(
                with(stream, COD, 12, 0xC0), // both kinds in one component
                with(stream, COD, 12, 0x41), // a mode of the arithmetic coder
                with(stream, CAP, 8, 0xC0),
                with(stream, CAP, 8, 0x20))) {
            assertThatThrownBy(() -> decode(changed))
                    .isInstanceOfSatisfying(DicomException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.UNSUPPORTED));
        }
        assertThat(decode(with(stream, COD, 12, 0x48)).plane(0))
                .isEqualTo(phantom().planes()[0]);
    }

    @Test
    void refusesAStreamThatEndsEarlyWhereverItDoes() throws IOException {
        for (String name : List.of("htj2k-tiles-12", "htj2k-refined-12")) {
            byte[] stream = stream(name);
            for (int length = 0; length < stream.length - 2; length++) {
                byte[] cut = Arrays.copyOf(stream, length);
                assertThatThrownBy(() -> decode(cut)).isInstanceOf(DicomException.class);
            }
        }
    }

    @Test
    void refusesABlockWhoseLastBytesCannotBe() throws IOException {
        byte[] stream = stream("htj2k-refined-12");
        int end = stream.length - 2 - 120; // of the cleanup pass
        for (byte last : new byte[] {0, (byte) 0xFF}) {
            byte[] changed = stream.clone();
            changed[end - 1] = last;
            changed[end - 2] = (byte) (last & 0xF0);
            assertThatThrownBy(() -> decode(changed)).isInstanceOf(DicomException.class);
        }
    }

    @Test
    void drawsAFileAsItsNativePixels() throws IOException {
        for (TransferSyntax syntax :
                List.of(TransferSyntax.HTJ2K_LOSSLESS, TransferSyntax.HTJ2K_LOSSLESS_RPCL, TransferSyntax.HTJ2K)) {
            DicomFile coded = file(syntax, grey().put(Encapsulated.pixelData(List.of(stream("htj2k-rpcl-12")))));
            byte[] words = Words.littleEndian(16, phantom().planes()[0]);
            DicomFile plain = file(
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                    grey().put(new Element(Tag.PixelData, Vr.OW, Value.Bytes.of(words))));

            assertThat(coded.transferSyntax()).isEqualTo(syntax);
            assertThat(Rendering.draw(coded, 1, RenderOptions.DEFAULT).bytes())
                    .isEqualTo(Rendering.draw(plain, 1, RenderOptions.DEFAULT).bytes());
        }
    }

    @Test
    void becomesExplicitLittleEndianForWhoeverTakesNothingElse() throws IOException {
        Phantom phantom = new Phantom(26, 18, 3, 8);
        DataSetBuilder colored = image(phantom, "YBR_RCT").put(Encapsulated.pixelData(List.of(stream("htj2k-rct"))));
        Path path = folder.resolve("plain.dcm");
        try (OutputStream out = Files.newOutputStream(path)) {
            Decompression.write(file(TransferSyntax.HTJ2K_LOSSLESS, colored), out);
        }
        DicomFile plain = DicomFile.read(path);
        Samples samples = FrameDecoder.of(plain.dataSet(), plain.transferSyntax())
                .values(plain.frame(1).bytes());

        assertThat(plain.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        assertThat(plain.dataSet().string(Tag.PhotometricInterpretation)).hasValue("RGB");
        for (int c = 0; c < 3; c++) {
            assertThat(samples.plane(c)).isEqualTo(phantom.planes()[c]);
        }
    }

    private static Phantom phantom() {
        return new Phantom(31, 23, 1, 12);
    }

    private static DataSetBuilder grey() {
        return image(phantom(), "MONOCHROME2");
    }

    private static DataSetBuilder image(Phantom phantom, String photometric) {
        int allocated = phantom.bits() > 8 ? 16 : 8;
        DataSetBuilder image = DataSet.builder()
                .put(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
                .put(Tag.SOPInstanceUID, "1.2.826.0.1.99")
                .putInts(Tag.SamplesPerPixel, phantom.components())
                .put(Tag.PhotometricInterpretation, photometric)
                .putInts(Tag.Rows, phantom.rows())
                .putInts(Tag.Columns, phantom.columns())
                .putInts(Tag.BitsAllocated, allocated)
                .putInts(Tag.BitsStored, phantom.bits())
                .putInts(Tag.HighBit, phantom.bits() - 1)
                .putInts(Tag.PixelRepresentation, 0);
        return phantom.components() > 1 ? image.putInts(Tag.PlanarConfiguration, 0) : image;
    }

    private DicomFile file(TransferSyntax syntax, DataSetBuilder dataSet) throws IOException {
        DataSet meta = DataSet.builder()
                .put(Tag.MediaStorageSOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
                .put(Tag.MediaStorageSOPInstanceUID, "1.2.826.0.1.99")
                .build();
        Path path = folder.resolve(syntax.uid().value() + ".dcm");
        try (OutputStream out = Files.newOutputStream(path)) {
            DicomWriter.write(out, meta, dataSet.build(), syntax);
        }
        return DicomFile.read(path);
    }

    private static byte[] stream(String name) throws IOException {
        return Files.readAllBytes(VECTORS.resolve(name + ".j2k"));
    }

    private static Samples decode(byte[] stream) throws DicomException {
        return new Jpeg2000Codec().decode(stream, GREY);
    }

    /** A byte of a segment changed, counted from its marker. */
    private static byte[] with(byte[] stream, int marker, int offset, int value) {
        byte[] changed = stream.clone();
        int at = 0;
        while ((stream[at] & 0xFF) != marker >> 8 || (stream[at + 1] & 0xFF) != (marker & 0xFF)) {
            at++;
        }
        changed[at + offset] = (byte) value;
        return changed;
    }
}
