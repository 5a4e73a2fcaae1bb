package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalDouble;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as an animated GIF that begins again when it ends. Each is written as it comes; for one thread. */
public final class Animation implements AutoCloseable {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final double USUAL_RATE = 10;

    private final ImageWriter writer;
    private final MemoryCacheImageOutputStream out;
    private final int hundredths;

    /**
     * Begins.
     *
     * @param milliseconds that each picture stays
     */
    public Animation(OutputStream target, double milliseconds) throws IOException {
        writer = ImageIO.getImageWritersByFormatName("gif").next();
        out = new MemoryCacheImageOutputStream(target);
        hundredths = (int) Math.max(2, Math.min(Math.round(milliseconds / 10), 65535));
        writer.setOutput(out);
        writer.prepareWriteSequence(null);
    }

    /** How long a frame of an image stays, in milliseconds (PS3.3 C.7.6.5.1). */
    public static double frameTime(DataSet dataSet) {
        OptionalDouble rate = dataSet.decimal(Tag.RecommendedDisplayFrameRate);
        double shown = rate.orElse(dataSet.decimal(Tag.CineRate).orElse(0));
        double time = dataSet.decimal(Tag.FrameTime).orElse(0);
        if (shown > 0) {
            return 1000 / shown;
        }
        return time > 0 ? time : 1000 / USUAL_RATE;
    }

    /** The next picture. */
    public void add(Picture picture) throws IOException {
        BufferedImage image = IndexedPicture.of(picture);
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DISABLED);
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        control.setAttribute("transparentColorIndex", "0");
        root.appendChild(control);
        root.appendChild(endless());
        metadata.setFromTree(FORMAT, root);
        writer.writeToSequence(new IIOImage(image, null, metadata), parameters);
    }

    private static IIOMetadataNode endless() {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[] {1, 0, 0});
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }

    /** Ends the animation; the stream it was written to stays open. */
    @Override
    public void close() throws IOException {
        writer.endWriteSequence();
        out.close();
        writer.dispose();
    }
}
