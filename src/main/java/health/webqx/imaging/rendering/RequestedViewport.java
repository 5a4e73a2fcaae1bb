package health.webqx.imaging.rendering;

import health.webqx.imaging.dicom.pixel.Viewport;
import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A size to draw at and a part of the image, before it is known how large the image is.
 *
 * @param width of what is drawn at most; 0 for as wide as the image
 * @param height of what is drawn at most; 0 for as high as the image
 * @param part left edge, upper edge, width and height in pixels of the image, each where it was given; empty for all of it
 * @param relative whether the part is told in fractions of the image's size
 */
public record RequestedViewport(int width, int height, List<Optional<Double>> part, boolean relative) {
    public RequestedViewport {
        part = List.copyOf(part);
    }

    /** All of the image, within a size. */
    public static RequestedViewport ofSize(int width, int height) {
        return new RequestedViewport(width, height, List.of(), false);
    }

    /** As {@code vw,vh[,sx,sy,sw,sh]}, parts of it left empty (PS3.18 8.3.5.1.3). */
    static RequestedViewport of(String text, boolean withPart) {
        String[] values = text.split(",", -1);
        if (values.length != 2 && !(withPart && values.length >= 3 && values.length <= 6)) {
            throw malformed();
        }
        List<Optional<Double>> part = new ArrayList<>();
        for (int i = 2; i < values.length; i++) {
            Optional<Double> value = RenderParameters.decimal(values[i]);
            if (value.isEmpty() && !values[i].isEmpty()) {
                throw malformed();
            }
            part.add(value);
        }
        return new RequestedViewport(length("viewport", values[0]), length("viewport", values[1]), part, false);
    }

    /** A number of pixels from 1 on. */
    public static int length(String name, String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw Failure.at(FailureKind.MALFORMED, name, "a width or height is 1 to 99999 pixels");
        }
        return Integer.parseInt(text);
    }

    /** For an image of that size. */
    Viewport within(int columns, int rows) {
        int wide = width > 0 ? width : Math.max(1, columns);
        int high = height > 0 ? height : Math.max(1, rows);
        if (part.isEmpty()) {
            return viewport(wide, high, Optional.empty());
        }
        double across = relative ? columns : 1;
        double down = relative ? rows : 1;
        double x = value(0).orElse(0.0) * across;
        double y = value(1).orElse(0.0) * down;
        double w = value(2).map(given -> given * across).orElse(columns - x);
        double h = value(3).map(given -> given * down).orElse(rows - y);
        if (x >= columns || y >= rows || x + Math.abs(w) > columns + 1e-6 || y + Math.abs(h) > rows + 1e-6) {
            throw Failure.at(FailureKind.INVALID, "viewport", "the part is not within the image");
        }
        try {
            return viewport(wide, high, Optional.of(new Viewport.Region(x, y, w, h)));
        } catch (IllegalArgumentException none) {
            throw malformed();
        }
    }

    private static Viewport viewport(int width, int height, Optional<Viewport.Region> region) {
        try {
            return new Viewport(width, height, region);
        } catch (IllegalArgumentException large) {
            throw Failure.at(
                    FailureKind.INVALID, "viewport", "a viewport has " + Viewport.MAX_PIXELS + " pixels at most");
        }
    }

    private Optional<Double> value(int index) {
        return index < part.size() ? part.get(index) : Optional.empty();
    }

    private static Failure malformed() {
        return Failure.at(FailureKind.MALFORMED, "viewport", "a viewport is width,height[,x,y,width,height]");
    }
}
