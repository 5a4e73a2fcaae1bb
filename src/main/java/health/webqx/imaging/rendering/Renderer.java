package health.webqx.imaging.rendering;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.pixel.Animation;
import health.webqx.imaging.dicom.pixel.Picture;
import health.webqx.imaging.dicom.pixel.PictureFormat;
import health.webqx.imaging.dicom.pixel.RenderOptions;
import health.webqx.imaging.dicom.pixel.Rendering;
import health.webqx.imaging.dicom.sr.ReportHtml;
import health.webqx.imaging.dicom.sr.StructuredReport;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes of a file what somebody can look at. Computes: call it on a {@link PixelWorker}. */
public final class Renderer {
    private static final int LARGEST_DOCUMENT = 256 << 20;
    private static final long MOST_ANIMATED_PIXELS = 1L << 26;

    private Renderer() {}

    /**
     * One frame as a picture.
     *
     * @param frame 1-based
     * @throws DicomException for a frame that is not there or cannot be drawn
     */
    public static Rendition frame(DicomFile file, int frame, String mediaType, RenderParameters parameters)
            throws IOException {
        PictureFormat format = format(mediaType);
        Picture picture = Rendering.draw(file, frame, parameters.options(file.dataSet()));
        return Rendition.of(mediaType, format.write(picture, parameters.quality()));
    }

    /**
     * Frames as an animated GIF, at the pace that the file asks for.
     *
     * @throws Failure {@code INVALID} for more pixels than an animation may have
     */
    public static Rendition animation(DicomFile file, List<Integer> frames, RenderParameters parameters)
            throws IOException {
        RenderOptions options = parameters.options(file.dataSet());
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        try (Animation animation = new Animation(out, Animation.frameTime(file.dataSet()))) {
            long pixels = 0;
            for (int frame : frames) {
                Picture picture = Rendering.draw(file, frame, options);
                pixels = Math.max(pixels, (long) picture.width() * picture.height() * frames.size());
                if (pixels > MOST_ANIMATED_PIXELS) {
                    throw Failure.at(
                            FailureKind.INVALID,
                            "viewport",
                            "too large for an animation: ask for less of it, or smaller");
                }
                animation.add(picture);
            }
        }
        return Rendition.of(PictureFormat.GIF.mediaType(), out.toByteArray());
    }

    /** The whole of an instance, multi-frame images as an animation where a GIF is asked for, else by one frame. */
    public static Rendition instance(DicomFile file, String mediaType, RenderParameters parameters) throws IOException {
        return switch (Category.of(file)) {
            case REPORT -> Rendition.of(ReportHtml.MEDIA_TYPE, ReportHtml.of(StructuredReport.of(file.dataSet())));
            case DOCUMENT -> document(file);
            case MULTI_FRAME ->
                mediaType.equals(PictureFormat.GIF.mediaType())
                        ? animation(file, allFrames(file), parameters)
                        : frame(file, representative(file), mediaType, parameters);
            case SINGLE_FRAME -> frame(file, 1, mediaType, parameters);
            case OTHER -> throw new DicomException(DicomException.Reason.UNSUPPORTED, -1, "nothing to look at");
        };
    }

    /** The frame that stands for all: the one that the file names (0028,6010), else the first. */
    public static int representative(DicomFile file) {
        int named = file.dataSet().integer(Tag.RepresentativeFrameNumber).orElse(1);
        return named >= 1 && named <= file.frameCount() ? named : 1;
    }

    private static List<Integer> allFrames(DicomFile file) {
        return IntStream.rangeClosed(1, file.frameCount()).boxed().toList();
    }

    /** The document itself, without the byte that makes its length even (PS3.3 C.24.2). */
    private static Rendition document(DicomFile file) throws IOException {
        Element element = file.dataSet()
                .find(Tag.EncapsulatedDocument)
                .orElseThrow(() -> new DicomException(
                        DicomException.Reason.NO_SUCH_VALUE, -1, "no encapsulated document (0042,0011)"));
        byte[] bytes;
        try (InputStream in = element.value().stream()) {
            bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
        }
        if (bytes.length > LARGEST_DOCUMENT) {
            throw new DicomException(DicomException.Reason.TOO_LARGE, -1, "a document of more than 256 MiB");
        }
        int length = file.dataSet().integer(Tag.EncapsulatedDocumentLength).orElse(bytes.length);
        boolean padded = length >= 0 && length < bytes.length && bytes.length - length <= 1;
        return Rendition.of("application/pdf", padded ? Arrays.copyOf(bytes, length) : bytes);
    }

    private static PictureFormat format(String mediaType) {
        for (PictureFormat format : PictureFormat.values()) {
            if (format.mediaType().equals(mediaType)) {
                return format;
            }
        }
        throw Failure.of(FailureKind.NOT_ACCEPTABLE, "frames are shown as image/jpeg, image/png or image/gif");
    }
}
