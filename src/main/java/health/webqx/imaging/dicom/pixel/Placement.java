package health.webqx.imaging.dicom.pixel;

import java.util.Optional;

/**
 * Fits a picture into a viewport (PS3.18 8.3.5.1.3).
 *
 * @param stretch how much taller than wide its pixels are
 */
record Placement(Picture picture, double stretch) {
    Picture in(Optional<Viewport> viewport) {
        if (viewport.isEmpty()) {
            return squared();
        }
        Picture part = viewport.get().region().map(this::part).orElse(picture);
        double height = part.height() * stretch;
        double scale = Math.min(
                viewport.get().width() / (double) part.width(), viewport.get().height() / height);
        return Scaling.scale(part, Math.max(1, (int) Math.round(part.width() * scale)), Math.max(1, (int)
                Math.round(height * scale)));
    }

    /** As many pixels as there are, or more in one direction; fewer only where that would be too many. */
    private Picture squared() {
        double width = stretch < 1 ? picture.width() / stretch : picture.width();
        double height = stretch < 1 ? picture.height() : picture.height() * stretch;
        double scale = Math.min(1, Math.sqrt(Viewport.MAX_PIXELS / (width * height)));
        if (stretch == 1 || scale < 1) {
            return picture;
        }
        return Scaling.scale(picture, (int) Math.round(width), (int) Math.round(height));
    }

    private Picture part(Viewport.Region region) {
        int left = (int) Math.min(Math.floor(region.x()), picture.width() - 1.0);
        int top = (int) Math.min(Math.floor(region.y()), picture.height() - 1.0);
        int width = (int) Math.max(1, Math.min(Math.round(Math.abs(region.width())), picture.width() - left));
        int height = (int) Math.max(1, Math.min(Math.round(Math.abs(region.height())), picture.height() - top));
        int channels = picture.channels();
        byte[] bytes = new byte[width * height * channels];
        int to = 0;
        for (int y = 0; y < height; y++) {
            int row = top + (region.height() < 0 ? height - 1 - y : y);
            for (int x = 0; x < width; x++) {
                int column = left + (region.width() < 0 ? width - 1 - x : x);
                System.arraycopy(picture.bytes(), (row * picture.width() + column) * channels, bytes, to, channels);
                to += channels;
            }
        }
        return new Picture(width, height, picture.color(), bytes);
    }
}
