package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/** A code stream's headers, and the packets of each tile put together (T.800 annex A). */
final class Codestream {
    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;

    private final StreamBytes in;
    private final int components;
    final ImageSize size;
    final Map<Integer, TilePart> tiles = new TreeMap<>();

    /** A tile's header and the packets of all its parts. */
    static final class TilePart {
        final TileHeader header;
        final ByteArrayOutputStream packets = new ByteArrayOutputStream(0);

        TilePart(TileHeader header) {
            this.header = header;
        }
    }

    private Codestream(StreamBytes in, FrameShape shape) throws DicomException {
        this.in = in;
        components = shape.components();
        if (in.uint16() != SOC || in.uint16() != SIZ) {
            throw in.invalid("no JPEG 2000 code stream");
        }
        size = ImageSize.read(segment(), shape);
    }

    /** Reads all of it; nothing is decoded yet. */
    static Codestream read(StreamBytes in, FrameShape shape) throws DicomException {
        Codestream stream = new Codestream(in, shape);
        TileHeader main = new TileHeader(shape.components());
        int marker = in.uint16();
        while (marker != SOT) {
            main.read(marker, stream.segment(), false);
            marker = in.uint16();
        }
        while (marker == SOT) {
            stream.tilePart(main);
            marker = in.remaining() >= 2 ? in.uint16() : EOC;
        }
        if (stream.tiles.size() != stream.size.tilesAcross() * stream.size.tilesDown()) {
            throw new DicomException(DicomException.Reason.TRUNCATED, in.position(), "tiles are missing");
        }
        return stream;
    }

    private StreamBytes segment() throws DicomException {
        return in.slice(in.uint16() - 2);
    }

    private void tilePart(TileHeader main) throws DicomException {
        int start = in.position() - 2;
        StreamBytes sot = segment();
        int index = sot.uint16();
        long length = sot.uint32();
        int part = sot.uint8();
        if (index >= size.tilesAcross() * size.tilesDown()) {
            throw in.invalid("no such tile");
        }
        TilePart tile = tiles.computeIfAbsent(index, first -> new TilePart(new TileHeader(main)));
        int marker = in.uint16();
        while (marker != SOD) {
            if (part > 0) { // coding styles may only be in the first part
                in.skip(in.uint16() - 2);
            } else {
                tile.header.read(marker, segment(), true);
            }
            marker = in.uint16();
        }
        long end = length == 0 ? endOfImage() : start + length;
        if (end < in.position() || end > in.end()) {
            throw new DicomException(DicomException.Reason.TRUNCATED, start, "a tile-part ends early");
        }
        int count = (int) end - in.position();
        tile.packets.write(in.array(), in.position(), count);
        in.skip(count);
    }

    /** The last tile-part may reach up to the end of the code stream (T.800 A.4.2). */
    private int endOfImage() {
        byte[] bytes = in.array();
        for (int at = in.end() - 2; at >= Math.max(in.position(), in.end() - 4); at--) {
            if ((bytes[at] & 0xFF) == EOC >> 8 && (bytes[at + 1] & 0xFF) == (EOC & 0xFF)) {
                return at;
            }
        }
        return in.end();
    }

    int components() {
        return components;
    }
}
