package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.StreamBytes;

/**
 * A SIZ segment (T.800 A.5.1): where the image lies on the reference grid, and how it is tiled.
 *
 * @param precision bits of a sample, the same for all components
 * @param signed whether samples may be negative
 */
record ImageSize(Area image, int tileX, int tileY, int tileWidth, int tileHeight, int precision, boolean signed) {
    private static final int MAX_COORDINATE = 1 << 30;
    private static final int MAX_TILES = 65535;

    static ImageSize read(StreamBytes in, FrameShape shape) throws DicomException {
        in.skip(2);
        int right = coordinate(in);
        int bottom = coordinate(in);
        Area image = new Area(coordinate(in), coordinate(in), right, bottom);
        int tileWidth = coordinate(in);
        int tileHeight = coordinate(in);
        int tileX = coordinate(in);
        int tileY = coordinate(in);
        shape.require(image.width(), image.height(), in.uint16());
        if (tileWidth == 0
                || tileHeight == 0
                || tileX > image.x0()
                || tileY > image.y0()
                || tileX + tileWidth <= image.x0()
                || tileY + tileHeight <= image.y0()) {
            throw in.invalid("impossible tiles");
        }
        int depth = depth(in, shape.components());
        ImageSize size =
                new ImageSize(image, tileX, tileY, tileWidth, tileHeight, (depth & 0x7F) + 1, (depth & 0x80) != 0);
        if ((long) size.tilesAcross() * size.tilesDown() > MAX_TILES || size.precision() > 24) {
            throw in.invalid("too many tiles or bits");
        }
        return size;
    }

    private static int coordinate(StreamBytes in) throws DicomException {
        long value = in.uint32();
        if (value > MAX_COORDINATE) {
            throw in.invalid("coordinates too large");
        }
        return (int) value;
    }

    private static int depth(StreamBytes in, int components) throws DicomException {
        int first = in.uint8();
        for (int i = 0; i < components; i++) {
            if (i > 0 && in.uint8() != first) {
                throw in.invalid("components of different depth");
            }
            if (in.uint16() != 0x0101) {
                throw in.invalid("subsampled components");
            }
        }
        return first;
    }

    int tilesAcross() {
        return Area.ceil(image.x1() - tileX, tileWidth);
    }

    int tilesDown() {
        return Area.ceil(image.y1() - tileY, tileHeight);
    }

    /** The area of a tile on the reference grid (T.800 B.3). */
    Area tile(int index) {
        int x = tileX + index % tilesAcross() * tileWidth;
        int y = tileY + index / tilesAcross() * tileHeight;
        return new Area(
                Math.max(x, image.x0()),
                Math.max(y, image.y0()),
                Math.min(x + tileWidth, image.x1()),
                Math.min(y + tileHeight, image.y1()));
    }
}
