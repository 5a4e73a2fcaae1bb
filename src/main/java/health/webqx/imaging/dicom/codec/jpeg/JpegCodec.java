package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JPEG (T.81 annex B): reads the segments and hands each scan to the process it is coded in. Colours are left as coded;
 * an Adobe segment says what they are.
 */
public final class JpegCodec implements FrameCodec {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int APP14 = 0xEE;
    private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};

    @Override
    public Samples decode(byte[] stream, FrameShape shape) throws DicomException {
        return new Reading(new StreamBytes(stream), shape.requireDecodable()).samples();
    }

    /** One stream being read. */
    private static final class Reading {
        private final StreamBytes in;
        private final FrameShape shape;
        private final JpegTables tables = new JpegTables();
        private @Nullable FrameHeader frame;
        private Color color = Color.AS_DESCRIBED;

        Reading(StreamBytes in, FrameShape shape) {
            this.in = in;
            this.shape = shape;
        }

        Samples samples() throws DicomException {
            if (in.uint16() != (0xFF00 | SOI)) {
                throw in.invalid("no JPEG stream");
            }
            while (frame == null || !frame.isDecoded()) {
                segment(nextMarker());
            }
            FrameHeader decoded = frame;
            int[][] planes = decoded.components().stream()
                    .map(component -> Upsampling.full(component, decoded))
                    .toArray(int[][]::new);
            return new Samples(decoded.columns(), decoded.rows(), decoded.precision(), false, color, planes);
        }

        /** Bytes before a marker that belong to nothing are passed over, as are fill bytes (T.81 B.1.1.2). */
        private int nextMarker() throws DicomException {
            while (true) {
                if (in.uint8() == 0xFF) {
                    int marker = in.uint8();
                    while (marker == 0xFF) {
                        marker = in.uint8();
                    }
                    if (marker != 0) {
                        return marker;
                    }
                }
            }
        }

        private void segment(int marker) throws DicomException {
            if (marker == EOI) {
                throw in.invalid("a JPEG stream that ends before all components came");
            } else if (marker == SOI || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
                return;
            }
            int length = in.uint16();
            StreamBytes segment = in.slice(length - 2);
            switch (marker) {
                case DQT -> tables.readQuantization(segment);
                case DHT -> tables.readHuffman(segment);
                case DRI -> tables.restartInterval = segment.uint16();
                case APP14 -> adobe(segment);
                case SOS -> scan(segment);
                default -> start(marker, segment);
            }
        }

        private void start(int marker, StreamBytes segment) throws DicomException {
            if (!FrameHeader.isStartOfFrame(marker)) {
                return;
            } else if (frame != null) {
                throw in.invalid("a second frame in a frame");
            }
            frame = FrameHeader.read(marker, segment, shape);
        }

        private void adobe(StreamBytes segment) throws DicomException {
            int from = segment.position();
            boolean adobe = segment.remaining() >= 11
                    && Arrays.equals(segment.array(), from, from + ADOBE.length, ADOBE, 0, ADOBE.length);
            if (adobe && shape.components() == 3) {
                segment.skip(segment.remaining() - 1);
                color = segment.uint8() == 0 ? Color.RGB : Color.YBR;
            }
        }

        private void scan(StreamBytes segment) throws DicomException {
            if (frame == null) {
                throw in.invalid("a scan before its frame");
            }
            ScanHeader scan = ScanHeader.read(segment, frame);
            JpegBits bits = new JpegBits(in.array(), in.position(), in.end());
            if (frame.lossless()) {
                new LosslessScan(frame, scan, tables, bits).decode();
            } else {
                new DctScan(frame, scan, tables, bits).decode();
            }
            in.seek(bits.endOfScan());
        }
    }
}
