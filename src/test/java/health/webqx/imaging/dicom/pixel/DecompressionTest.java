package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.Peer;
import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Encapsulated;
import health.webqx.imaging.dicom.FrameIndex;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.codec.RleEncoder;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed files as they leave for whoever takes uncompressed ones only. */
class DecompressionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examples_ybr_color",
                "SC_rgb_dcmtk_+eb+cy+n1",
                "SC_rgb_dcmtk_+eb+cr",
                "SC_rgb_jpeg_gdcm",
                "SC_rgb_small_odd_jpeg",
                "JPGExtended"
            })
    void describesJpegAsDcmtkDescribesIt(String name) throws IOException, InterruptedException {
        Path file = Peer.requireDicomFiles().resolve("pydicom/test_files/" + name + ".dcm");
        Path their = folder.resolve("their.dcm");
        PeerTool.run("dcmdjpeg", "+px", file, their);
        DicomFile expected = DicomFile.read(their);
        DicomFile written = written(DicomFile.read(file));

        for (int tag : new int[] {
            Tag.PhotometricInterpretation,
            Tag.SamplesPerPixel,
            Tag.PlanarConfiguration,
            Tag.BitsAllocated,
            Tag.BitsStored,
            Tag.HighBit,
            Tag.PixelRepresentation,
            Tag.NumberOfFrames
        }) {
            assertThat(written.dataSet().strings(tag))
                    .as(Tag.hex(tag))
                    .isEqualTo(expected.dataSet().strings(tag));
        }
        for (int frame = 1; frame <= written.frameCount(); frame++) {
            assertThat(Differences.worst(values(written, frame), values(expected, frame)))
                    .isLessThanOrEqualTo(1);
        }
        assertThat(PeerTool.run("dcmdump", "+L", folder.resolve("written.dcm"))).doesNotContain("E:");
    }

    @Test
    void decodesAFrameWhenItIsReadAndNotBefore() throws IOException {
        int[][] first = new Phantom(20, 10, 1, 12).planes();
        byte[] coded = RleEncoder.encode(first, 16);
        byte[] damaged = {1, 2, 3};
        DataSet image = image(20, 10)
                .put(Encapsulated.pixelData(List.of(coded, coded, damaged)))
                .build();
        FrameIndex frames = FrameIndex.of(image).orElseThrow();
        DataSet expanded = Decompression.of(image, TransferSyntax.RLE_LOSSLESS).expanded(frames);
        FrameIndex open = FrameIndex.of(expanded).orElseThrow();

        assertThat(open.isEncapsulated()).isFalse();
        assertThat(open.frame(2).bytes()).isEqualTo(Words.littleEndian(16, first[0]));
        assertThatThrownBy(() -> open.frame(3).bytes()).isInstanceOf(DicomException.class);
    }

    @Test
    void refusesAStreamFarLongerThanItsPixelsUnread() {
        DataSet image = image(20, 10)
                .put(Tag.NumberOfFrames, "1")
                .put(Encapsulated.pixelData(List.of(new byte[8 << 20])))
                .build();

        assertThatThrownBy(() -> Decompression.of(image, TransferSyntax.RLE_LOSSLESS)
                        .expanded(FrameIndex.of(image).orElseThrow()))
                .isInstanceOfSatisfying(DicomException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(DicomException.Reason.TOO_LARGE));
    }

    @Test
    void refusesWhatNothingDecodes() {
        DataSet video =
                image(20, 10).put(Encapsulated.pixelData(List.of(new byte[10]))).build();

        assertThatThrownBy(() -> Decompression.of(video, TransferSyntax.MPEG2_MAIN))
                .isInstanceOfSatisfying(DicomException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(DicomException.Reason.UNSUPPORTED));
    }

    private static DataSetBuilder image(int columns, int rows) {
        return DataSet.builder()
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .put(Tag.NumberOfFrames, "3")
                .putInts(Tag.Rows, rows)
                .putInts(Tag.Columns, columns)
                .putInts(Tag.BitsAllocated, 16)
                .putInts(Tag.BitsStored, 12)
                .putInts(Tag.HighBit, 11)
                .putInts(Tag.PixelRepresentation, 0);
    }

    private DicomFile written(DicomFile file) throws IOException {
        Path path = folder.resolve("written.dcm");
        try (OutputStream out = Files.newOutputStream(path)) {
            Decompression.write(file, out);
        }
        return DicomFile.read(path);
    }

    private static Samples values(DicomFile file, int frame) throws IOException {
        return FrameDecoder.of(file.dataSet(), file.transferSyntax())
                .values(file.frame(frame).bytes());
    }
}
