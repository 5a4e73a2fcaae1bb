package health.webqx.imaging.dicom.pixel;

import java.util.Optional;

/**
 * The size to draw at, and the part of the image to draw (PS3.18 8.3.5.1.3). The part is scaled to fit, its proportions
 * kept.
 *
 * @param width of what is drawn at most, in pixels
 * @param height of what is drawn at most, in pixels
 * @param region in pixels of the image; absent for all of it
 */
public record Viewport(int width, int height, Optional<Region> region) {
    /** Pixels that are drawn at most. */
    public static final int MAX_PIXELS = 1 << 24;

    public Viewport {
        if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
            throw new IllegalArgumentException("a viewport has 1 to " + MAX_PIXELS + " pixels");
        }
    }

    /**
     * A part of an image.
     *
     * @param x of its left edge, counted from 0
     * @param y of its upper edge, counted from 0
     * @param width negative to mirror it left to right, not 0
     * @param height negative to mirror it upside down, not 0
     */
    public record Region(double x, double y, double width, double height) {
        public Region {
            if (!(x >= 0 && y >= 0 && Math.abs(width) > 0 && Math.abs(height) > 0)
                    || !Double.isFinite(x + y + width + height)) {
                throw new IllegalArgumentException("no region of an image");
            }
        }
    }

    /** All of the image within a size. */
    public static Viewport of(int width, int height) {
        return new Viewport(width, height, Optional.empty());
    }
}
