package health.webqx.imaging.rendering;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.pixel.RenderOptions;
import health.webqx.imaging.dicom.pixel.Viewport;
import health.webqx.imaging.dicom.pixel.Window;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a caller wants frames to be drawn (PS3.18 8.3.5.1).
 *
 * @param viewport size, and the part of the image
 * @param window of values shown
 * @param quality 1 to 100
 * @param annotated whether annotations were asked for, which are not drawn here
 */
public record RenderParameters(
        Optional<RequestedViewport> viewport, Optional<Window> window, Optional<Integer> quality, boolean annotated) {
    /** Nothing asked for. */
    public static final RenderParameters DEFAULT =
            new RenderParameters(Optional.empty(), Optional.empty(), Optional.empty(), false);

    private static final int THUMBNAIL = 128;

    /**
     * Those of a rendered resource.
     *
     * @param query the values of a query parameter
     * @throws Failure {@code MALFORMED} for what is not as the standard has it
     */
    public static RenderParameters of(Function<String, List<String>> query) {
        return new RenderParameters(
                one(query, "viewport").map(text -> RequestedViewport.of(text, true)),
                one(query, "window").map(RenderParameters::window),
                one(query, "quality").map(text -> quality("quality", text)),
                !query.apply("annotation").isEmpty());
    }

    /** Those of a thumbnail (PS3.18 8.3.5.2): its size alone. */
    public static RenderParameters ofThumbnail(Function<String, List<String>> query) {
        RequestedViewport size = one(query, "viewport")
                .map(text -> RequestedViewport.of(text, false))
                .orElse(RequestedViewport.ofSize(THUMBNAIL, THUMBNAIL));
        return new RenderParameters(Optional.of(size), Optional.empty(), Optional.empty(), false);
    }

    /** What to draw of an instance with those attributes; {@code INVALID} for a part that is not within the image. */
    RenderOptions options(DataSet dataSet) {
        Optional<Viewport> resolved = viewport.map(asked -> asked.within(
                dataSet.integer(Tag.Columns).orElse(0),
                dataSet.integer(Tag.Rows).orElse(0)));
        return new RenderOptions(resolved, window, false);
    }

    /** A quality of 1 to 100 (PS3.18 8.3.5.1.2). */
    public static int quality(String name, String text) {
        if (!text.matches("[1-9]\\d?|100")) {
            throw Failure.at(FailureKind.MALFORMED, name, "a quality is 1 to 100");
        }
        return Integer.parseInt(text);
    }

    /** The value of a parameter that is given once at most. */
    public static Optional<String> one(Function<String, List<String>> query, String name) {
        List<String> values = query.apply(name);
        if (values.size() > 1) {
            throw Failure.at(FailureKind.MALFORMED, name, "given more than once");
        }
        return values.stream().findFirst();
    }

    /** Center, width and function, all three (PS3.18 8.3.5.1.4). */
    private static Window window(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            throw malformedWindow();
        }
        return window(
                "window", parts[0], parts[1], Window.function(parts[2]).orElseThrow(RenderParameters::malformedWindow));
    }

    /** A window of numbers that make sense. */
    public static Window window(String name, String center, String width, Window.Function function) {
        Optional<Double> middle = decimal(center);
        Optional<Double> wide = decimal(width);
        if (middle.isEmpty() || wide.isEmpty() || !Window.isUsable(middle.get(), wide.get())) {
            throw Failure.at(FailureKind.MALFORMED, name, "a window has a center and a width above 0");
        }
        return new Window(middle.get(), wide.get(), function);
    }

    static Optional<Double> decimal(String text) {
        return text.matches("[-+]?\\d{1,12}(\\.\\d{0,12})?([eE][-+]?\\d{1,2})?")
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }

    private static Failure malformedWindow() {
        return Failure.at(
                FailureKind.MALFORMED, "window", "a window is center,width,function: linear, linear-exact or sigmoid");
    }
}
