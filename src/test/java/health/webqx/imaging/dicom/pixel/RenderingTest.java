package health.webqx.imaging.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DataSetBuilder;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import health.webqx.imaging.dicom.pixel.Window.Function;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What becomes of pixel values on their way to the eye (PS3.3 C.11, PS3.18 8.3.5). */
class RenderingTest {
    @Test
    void spreadsAWindowFromBlackToWhite() throws IOException {
        DataSet image = grey(16, 0, 100, 150, 200, 4000)
                .putDoubles(Tag.WindowCenter, 150.5)
                .putDoubles(Tag.WindowWidth, 101)
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(0, 0, 128, 255, 255);
    }

    @Test
    void followsEachWindowFunction() {
        Window linear = new Window(50, 100, Function.LINEAR);
        Window exact = new Window(50, 100, Function.LINEAR_EXACT);
        Window sigmoid = new Window(50, 100, Function.SIGMOID);

        assertThat(linear.apply(0)).isZero();
        assertThat(linear.apply(99)).isEqualTo(1);
        assertThat(linear.apply(49.5)).isEqualTo(0.5);
        assertThat(exact.apply(25)).isEqualTo(0.25);
        assertThat(exact.apply(100)).isEqualTo(1);
        assertThat(sigmoid.apply(50)).isEqualTo(0.5);
        assertThat(sigmoid.apply(-1e6)).isBetween(0.0, 1e-6);
        assertThat(new Window(5, 1, Function.LINEAR).apply(4)).isZero();
        assertThat(new Window(5, 1, Function.LINEAR).apply(5)).isEqualTo(1);
    }

    @Test
    void takesTheWindowAskedForBeforeTheDataSets() throws IOException {
        DataSet image = grey(16, 0, 50, 100)
                .putDoubles(Tag.WindowCenter, 1000)
                .putDoubles(Tag.WindowWidth, 10)
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT.with(new Window(50, 100, Function.LINEAR_EXACT))))
                .containsExactly(0, 128, 255);
    }

    @Test
    void showsAllValuesButPaddingWhereNoWindowIsGiven() throws IOException {
        DataSet image = grey(16, 63536, 0, 500, 1000)
                .putInts(Tag.PixelRepresentation, 1)
                .put(Tag.PixelPaddingValue, Vr.SS, "-2000")
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(0, 0, 128, 255);
    }

    @Test
    void appliesRescaleBeforeTheWindow() throws IOException {
        DataSet image = grey(16, 1024, 1064)
                .putDoubles(Tag.RescaleSlope, 1)
                .putDoubles(Tag.RescaleIntercept, -1024)
                .putDoubles(Tag.WindowCenter, 40.5)
                .putDoubles(Tag.WindowWidth, 401)
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(102, 128);
    }

    @Test
    void invertsMonochrome1AndInverseShapesOnce() throws IOException {
        DataSet one = grey(8, 0, 255)
                .put(Tag.PhotometricInterpretation, "MONOCHROME1")
                .build();
        DataSet both = one.with(Tag.PresentationLUTShape, "INVERSE");

        assertThat(shades(one, RenderOptions.DEFAULT)).containsExactly(255, 0);
        assertThat(shades(both, RenderOptions.DEFAULT)).containsExactly(255, 0);
    }

    @Test
    void looksUpModalityAndInterest() throws IOException {
        DataSet modality = table(3, 10, 16, 0, 100, 200);
        DataSet interest = table(2, 100, 8, 0, 255);
        DataSet image = grey(16, 0, 10, 11, 12, 99)
                .putItems(Tag.ModalityLUTSequence, List.of(modality))
                .putItems(Tag.VOILUTSequence, List.of(interest))
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(0, 0, 0, 255, 255);
    }

    @Test
    void looksUpInterestOfHighUnsignedValues() throws IOException {
        DataSet image = grey(16, 40_000, 40_001)
                .putItems(Tag.VOILUTSequence, List.of(table(2, 40_000, 8, 0, 255)))
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(0, 255);
    }

    @Test
    void takesWhatBelongsToTheFrameFromItsFunctionalGroups() throws IOException {
        DataSet image = grey(16, 0, 100)
                .putItems(
                        Tag.SharedFunctionalGroupsSequence,
                        List.of(DataSet.builder()
                                .putItems(
                                        Tag.PixelValueTransformationSequence,
                                        List.of(DataSet.builder()
                                                .putDoubles(Tag.RescaleSlope, 2)
                                                .putDoubles(Tag.RescaleIntercept, 0)
                                                .build()))
                                .build()))
                .putItems(Tag.PerFrameFunctionalGroupsSequence, List.of(frameWindow(100), frameWindow(400)))
                .build();
        Rendering rendering = Rendering.of(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        byte[] frame = {0, 0, 100, 0};

        assertThat(rendering.draw(frame, 1, RenderOptions.DEFAULT).bytes()[1]).isEqualTo((byte) 255);
        assertThat(rendering.draw(frame, 2, RenderOptions.DEFAULT).bytes()[1]).isEqualTo((byte) 128);
    }

    private static DataSet frameWindow(double width) {
        return DataSet.builder()
                .putItems(
                        Tag.FrameVOILUTSequence,
                        List.of(DataSet.builder()
                                .putDoubles(Tag.WindowCenter, width / 2)
                                .putDoubles(Tag.WindowWidth, width)
                                .put(Tag.VOILUTFunction, "LINEAR_EXACT")
                                .build()))
                .build();
    }

    @Test
    void averagesWhatAThumbnailLeavesOut() throws IOException {
        int[] board = new int[64];
        for (int i = 0; i < 64; i++) {
            board[i] = (i / 8 + i) % 2 * 255;
        }
        DataSet image =
                grey(8, board).putInts(Tag.Rows, 8).putInts(Tag.Columns, 8).build();
        Picture picture = draw(image, RenderOptions.DEFAULT.with(Viewport.of(4, 4)));

        assertThat(picture.width()).isEqualTo(4);
        assertThat(picture.bytes()).containsOnly((byte) 128);
    }

    @Test
    void keepsProportionsOfPixelsThatAreNotSquare() throws IOException {
        DataSet image = grey(8, 0, 50, 100, 150)
                .putInts(Tag.Rows, 2)
                .putInts(Tag.Columns, 2)
                .put(Tag.PixelSpacing, "2", "1")
                .build();

        Picture drawn = draw(image, RenderOptions.DEFAULT);
        Picture fitted = draw(image, RenderOptions.DEFAULT.with(Viewport.of(100, 100)));

        assertThat(List.of(drawn.width(), drawn.height())).containsExactly(2, 4);
        assertThat(List.of(fitted.width(), fitted.height())).containsExactly(50, 100);
    }

    @Test
    void cutsOutAndMirrorsARegion() throws IOException {
        DataSet image = grey(8, 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .putInts(Tag.Rows, 3)
                .putInts(Tag.Columns, 3)
                .build();
        Viewport.Region mirrored = new Viewport.Region(1, 1, -2, 2);
        Picture picture = draw(image, RenderOptions.DEFAULT.with(new Viewport(2, 2, Optional.of(mirrored))));

        assertThat(picture.bytes()).containsExactly(6, 5, 9, 8);
        assertThatThrownBy(() -> new Viewport.Region(0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Viewport.of(100_000, 100_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsAnOverlayOutOfUnusedBits() throws IOException {
        DataSet image = grey(16, 0x8000, 0x0FFF, 0)
                .putInts(Tag.BitsStored, 12)
                .putInts(Tag.HighBit, 11)
                .putInts(Tag.OverlayRows, 1)
                .putInts(Tag.OverlayColumns, 3)
                .putInts(Tag.OverlayOrigin, 1, 1)
                .putInts(Tag.OverlayBitPosition, 15)
                .build();

        assertThat(shades(image, RenderOptions.DEFAULT.withOverlays())).containsExactly(255, 255, 0);
        assertThat(shades(image, RenderOptions.DEFAULT)).containsExactly(0, 255, 0);
    }

    @Test
    void writesEachFormatSoThatOthersReadIt() throws IOException {
        DataSet image = grey(8, 0, 60, 120, 255)
                .putInts(Tag.Rows, 2)
                .putInts(Tag.Columns, 2)
                .build();
        Picture picture = draw(image, RenderOptions.DEFAULT);
        for (PictureFormat format : PictureFormat.values()) {
            var read = ImageIO.read(new ByteArrayInputStream(format.write(picture, Optional.of(95))));
            assertThat(read.getWidth()).isEqualTo(2);
            assertThat(shade(read, 1, 1)).as(format.mediaType()).isBetween(245, 255);
            assertThat(shade(read, 0, 1)).as(format.mediaType()).isBetween(110, 130);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Animation animation = new Animation(out, 40)) {
            animation.add(picture);
            animation.add(picture);
        }
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(out.toByteArray())));
        assertThat(reader.getNumImages(true)).isEqualTo(2);
    }

    private static int shade(BufferedImage image, int x, int y) {
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        return indexed ? image.getRGB(x, y) & 0xFF : image.getRaster().getSample(x, y, 0);
    }

    @Test
    void refusesWhatIsNoPictureOrTooLarge() {
        DataSet huge =
                grey(8, 0).putInts(Tag.Rows, 65535).putInts(Tag.Columns, 65535).build();
        DataSet odd = grey(8, 0).put(Tag.PhotometricInterpretation, "HSV").build();
        DataSet shortData = grey(16, 0).putInts(Tag.Columns, 1000).build();

        for (DataSet image : List.of(huge, odd, shortData, DataSet.empty())) {
            assertThatThrownBy(() -> draw(image, RenderOptions.DEFAULT)).isInstanceOf(DicomException.class);
        }
    }

    private static DataSet table(int entries, int first, int bits, int... values) {
        return DataSet.builder()
                .putInts(Tag.LUTDescriptor, entries, first, bits)
                .putBytes(Tag.LUTData, Vr.OW, Words.littleEndian(16, values))
                .build();
    }

    private static DataSetBuilder grey(int bits, int... values) {
        return DataSet.builder()
                .putInts(Tag.SamplesPerPixel, 1)
                .put(Tag.PhotometricInterpretation, "MONOCHROME2")
                .putInts(Tag.Rows, 1)
                .putInts(Tag.Columns, values.length)
                .putInts(Tag.BitsAllocated, bits)
                .putInts(Tag.BitsStored, bits)
                .putInts(Tag.HighBit, bits - 1)
                .putInts(Tag.PixelRepresentation, 0)
                .putBytes(Tag.PixelData, Vr.OW, Words.littleEndian(bits, values));
    }

    private static Picture draw(DataSet image, RenderOptions options) throws IOException {
        byte[] pixels = image.find(Tag.PixelData)
                .map(element -> ((Value.Bytes) element.value()).array())
                .orElse(new byte[0]);
        return Rendering.of(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN).draw(pixels, 1, options);
    }

    private static int[] shades(DataSet image, RenderOptions options) throws IOException {
        byte[] bytes = draw(image, options).bytes();
        int[] shades = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            shades[i] = bytes[i] & 0xFF;
        }
        return shades;
    }
}
