package health.webqx.imaging.dicom.pixel;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What a picture is written as (PS3.18 table 8.7.4-1). */
public enum PictureFormat {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpeg"),
    GIF("image/gif", "gif");

    private static final float USUAL_QUALITY = 0.9f;

    private final String mediaType;
    private final String writer;

    PictureFormat(String mediaType, String writer) {
        this.mediaType = mediaType;
        this.writer = writer;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * A picture's file.
     *
     * @param quality 1 to 100 (PS3.18 8.3.5.1.2), absent for a good one; heeded by JPEG only
     */
    public byte[] write(Picture picture, Optional<Integer> quality) throws IOException {
        BufferedImage image = this == GIF ? IndexedPicture.of(picture) : image(picture);
        ImageWriter encoder = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), writer)
                .next();
        ByteArrayOutputStream out = new ByteArrayOutputStream(16384);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            encoder.setOutput(stream);
            ImageWriteParam parameters = encoder.getDefaultWriteParam();
            if (this == JPEG) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(
                        quality.map(percent -> percent / 100f).orElse(USUAL_QUALITY));
            }
            if (this == GIF) { // small interlaced pictures are misread by some
                parameters.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
            }
            encoder.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            encoder.dispose();
        }
        return out.toByteArray();
    }

    /** The picture's own bytes as an image: nothing is copied or converted. */
    private static BufferedImage image(Picture picture) {
        int channels = picture.channels();
        int[] offsets = picture.color() ? new int[] {0, 1, 2} : new int[] {0};
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(picture.bytes(), picture.bytes().length),
                picture.width(),
                picture.height(),
                picture.width() * channels,
                channels,
                offsets,
                null);
        if (!picture.color()) { // the grey color space of components is linear, that of this type is as displays are
            BufferedImage grey = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
            grey.setData(raster);
            return grey;
        }
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, raster, false, null);
    }
}
