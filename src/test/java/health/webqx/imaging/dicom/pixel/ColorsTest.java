package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Vr;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Colours in all the ways native pixels hold them (PS3.3 C.7.6.3.1.2). */
class ColorsTest {
    @Test
    void readsRedGreenBlueByPixelAndByPlane() throws IOException {
        assertThat(draw(image("RGB", 2, 0), 1, 2, 3, 4, 5, 6)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(draw(image("RGB", 2, 1), 1, 4, 2, 5, 3, 6)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void readsLuminanceAndColourDifferences() throws IOException {
        assertThat(draw(image("YBR_FULL", 1, 0), 76, 85, 255)).containsExactly(254, 0, 0);
        assertThat(draw(image("YBR_FULL_422", 2, 0), 0, 255, 128, 128)).containsExactly(0, 0, 0, 255, 255, 255);
        assertThat(draw(image("YBR_PARTIAL_422", 2, 0), 16, 235, 128, 128)).containsExactly(0, 0, 0, 255, 255, 255);
    }

    @Test
    void looksUpPalettesPlainAndSegmented() throws IOException {
        DataSetBuilder plain = image("PALETTE COLOR", 3, 0);
        DataSetBuilder segmented = image("PALETTE COLOR", 3, 0);
        for (int channel = 0; channel < 3; channel++) {
            int descriptor = Tag.RedPaletteColorLookupTableDescriptor + channel;
            plain.putInts(descriptor, 3, 0, 16)
                    .putBytes(
                            Tag.RedPaletteColorLookupTableData + channel,
                            Vr.OW,
                            Words.littleEndian(16, 0, 0x8000, 0xFF00));
            // a step of one entry, then a ramp of two up to 0xFF00
            segmented
                    .putInts(descriptor, 3, 0, 16)
                    .putBytes(
                            Tag.SegmentedRedPaletteColorLookupTableData + channel,
                            Vr.OW,
                            Words.littleEndian(16, 0, 1, 0, 1, 2, 0xFF00));
        }

        assertThat(draw(plain, 0, 1, 2)).containsExactly(0, 0, 0, 128, 128, 128, 255, 255, 255);
        assertThat(draw(segmented, 0, 1, 2)).containsExactly(0, 0, 0, 127, 127, 127, 255, 255, 255);
    }

    @Test
    void refusesPalettesThatAreMissingOrGoInCircles() {
        DataSetBuilder circle = image("PALETTE COLOR", 3, 0);
        for (int channel = 0; channel < 3; channel++) {
            circle.putInts(Tag.RedPaletteColorLookupTableDescriptor + channel, 3, 0, 16)
                    .putBytes(
                            Tag.SegmentedRedPaletteColorLookupTableData + channel,
                            Vr.OW,
                            Words.littleEndian(16, 2, 1, 0, 0));
        }

        assertThatThrownBy(() -> draw(circle, 0, 1, 2)).isInstanceOf(DicomException.class);
        assertThatThrownBy(() -> draw(image("PALETTE COLOR", 3, 0), 0, 1, 2)).isInstanceOf(DicomException.class);
    }

    private static DataSetBuilder image(String photometric, int columns, int planar) {
        boolean single = photometric.startsWith("PALETTE");
        return DataSet.builder()
                .putInts(Tag.SamplesPerPixel, single ? 1 : 3)
                .put(Tag.PhotometricInterpretation, photometric)
                .putInts(Tag.PlanarConfiguration, planar)
                .putInts(Tag.Rows, 1)
                .putInts(Tag.Columns, columns)
                .putInts(Tag.BitsAllocated, 8)
                .putInts(Tag.BitsStored, 8)
                .putInts(Tag.HighBit, 7)
                .putInts(Tag.PixelRepresentation, 0);
    }

    private static int[] draw(DataSetBuilder image, int... pixels) throws IOException {
        byte[] bytes = Rendering.of(image.build(), TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .draw(Words.littleEndian(8, pixels), 1, RenderOptions.DEFAULT)
                .bytes();
        int[] shown = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            shown[i] = bytes[i] & 0xFF;
        }
        return shown;
    }
}
