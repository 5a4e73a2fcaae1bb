package health.webqx.imaging.dicom.pixel;

import java.util.Optional;

/**
 * How to draw a frame. Start from {@link #DEFAULT}.
 *
 * @param viewport absent to draw at the size of the image, its pixels made square
 * @param window of values shown; absent for what the data set says. Nothing to colours
 * @param overlays whether graphics and text of the overlay planes are drawn, in white
 */
public record RenderOptions(Optional<Viewport> viewport, Optional<Window> window, boolean overlays) {
    public static final RenderOptions DEFAULT = new RenderOptions(Optional.empty(), Optional.empty(), false);

    public RenderOptions with(Viewport wanted) {
        return new RenderOptions(Optional.of(wanted), window, overlays);
    }

    public RenderOptions with(Window wanted) {
        return new RenderOptions(viewport, Optional.of(wanted), overlays);
    }

    public RenderOptions withOverlays() {
        return new RenderOptions(viewport, window, true);
    }
}
