package health.webqx.imaging.dicom.codec.jpeg2000;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.Map;

/**
 * JPEG 2000 (T.800), High-Throughput too (T.814): a code stream, bare as DICOM wants it or within the boxes of a JP2 file as
 * some write it. Components that are subsampled or of different depth, regions of interest, packed packet headers, and code
 * blocks of both kinds in one component are refused.
 */
public final class Jpeg2000Codec implements FrameCodec {
    private static final long SIGNATURE_BOX = 0x6A502020L;
    private static final long CODE_STREAM_BOX = 0x6A703263L;

    @Override
    public Samples decode(byte[] stream, FrameShape shape) throws DicomException {
        shape.requireDecodable();
        Codestream codestream = Codestream.read(codeStream(new StreamBytes(stream)), shape);
        int[][] planes = new int[shape.components()][shape.pixels()];
        boolean colored = shape.components() == 3;
        for (Map.Entry<Integer, Codestream.TilePart> tile : codestream.tiles.entrySet()) {
            TileHeader header = tile.getValue().header;
            colored &= header.isMultiComponent();
            new Tile(codestream, tile.getKey(), header)
                    .decode(tile.getValue().packets.toByteArray(), planes);
        }
        return new Samples(
                shape.columns(),
                shape.rows(),
                codestream.size.precision(),
                codestream.size.signed(),
                colored ? Color.RGB : Color.AS_DESCRIBED,
                planes);
    }

    /** The code stream, out of its box if it is in one (T.800 I.4). */
    private static StreamBytes codeStream(StreamBytes in) throws DicomException {
        if (in.remaining() < 12) {
            throw in.invalid("no JPEG 2000 code stream");
        }
        int start = in.position();
        in.skip(4);
        boolean boxed = in.uint32() == SIGNATURE_BOX;
        in.seek(start);
        while (boxed) {
            long length = in.uint32();
            long type = in.uint32();
            if (type == CODE_STREAM_BOX) {
                return in.slice(in.remaining());
            } else if (length < 8 || length > Integer.MAX_VALUE) {
                throw in.invalid("impossible JP2 box");
            }
            in.skip((int) length - 8);
        }
        return in;
    }
}
