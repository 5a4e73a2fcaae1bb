package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import health.webqx.imaging.dicom.codec.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Draws frames of one instance (PS3.18 8.3.5.1). Immutable; drawing computes: call it on a worker. */
public final class Rendering {
    /** Pixels are made square within reason: what is farther off is a fault. */
    private static final double MOST_STRETCHED = 10;

    private final DataSet dataSet;
    private final FrameDecoder decoder;

    private Rendering(DataSet dataSet, FrameDecoder decoder) {
        this.dataSet = dataSet;
        this.decoder = decoder;
    }

    /**
     * Of an instance whose frames come from elsewhere.
     *
     * @throws health.webqx.imaging.dicom.DicomException if it has no pixels that can be drawn here
     */
    public static Rendering of(DataSet dataSet, TransferSyntax syntax) throws IOException {
        return new Rendering(dataSet, FrameDecoder.of(dataSet, syntax));
    }

    /** Draws one frame of a file, 1-based. */
    public static Picture draw(DicomFile file, int frame, RenderOptions options) throws IOException {
        Rendering rendering = of(file.dataSet(), file.transferSyntax());
        return rendering.draw(rendering.decoder.bytes(file.frame(frame)), frame, options);
    }

    /**
     * Draws a frame.
     *
     * @param bytes native pixels or one compressed stream
     * @param number of the frame, 1-based: what belongs to frames is found by it
     * @throws health.webqx.imaging.dicom.DicomException for a frame that cannot be decoded
     */
    public Picture draw(byte[] bytes, int number, RenderOptions options) throws IOException {
        Samples words = decoder.words(bytes);
        Picture picture = picture(decoder.values(words), number, options);
        if (options.overlays()) {
            for (Overlay overlay : Overlay.list(dataSet, number, words)) {
                overlay.draw(picture);
            }
        }
        return new Placement(picture, stretch(number)).in(options.viewport());
    }

    private Picture picture(Samples values, int number, RenderOptions options) throws IOException {
        Photometric photometric = decoder.photometric(values);
        int columns = values.columns();
        int rows = values.rows();
        if (photometric == Photometric.PALETTE_COLOR) {
            Palette palette = Palette.of(dataSet, decoder.description().signed());
            return new Picture(columns, rows, true, palette.apply(values.plane(0)));
        } else if (values.components() == 3) {
            return new Picture(columns, rows, true, Colors.bytes(Colors.rgb(values, photometric)));
        }
        byte[] shades = new GreyScale(dataSet, number, decoder.description()).apply(values, options.window());
        return new Picture(columns, rows, false, shades);
    }

    /** How much taller than wide a pixel is (PS3.3 C.7.6.3.1.7, 10.7.1.1). */
    private double stretch(int number) {
        DataSet measures = new FunctionalGroups(dataSet, number).group(Tag.PixelMeasuresSequence);
        Optional<Double> ratio = ratio(measures.decimals(Tag.PixelSpacing))
                .or(() -> ratio(dataSet.decimals(Tag.PixelAspectRatio)))
                .or(() -> ratio(dataSet.decimals(Tag.ImagerPixelSpacing)));
        return ratio.filter(found -> found <= MOST_STRETCHED && found >= 1 / MOST_STRETCHED)
                .orElse(1.0);
    }

    private static Optional<Double> ratio(List<Double> verticalThenHorizontal) {
        if (verticalThenHorizontal.size() != 2) {
            return Optional.empty();
        }
        double ratio = verticalThenHorizontal.get(0) / verticalThenHorizontal.get(1);
        return Double.isFinite(ratio) && ratio > 0 ? Optional.of(ratio) : Optional.empty();
    }
}
