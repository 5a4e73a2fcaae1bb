package health.webqx.imaging.dicom.codec.jpegls;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameCodec;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.Samples;
import health.webqx.imaging.dicom.codec.Samples.Color;
import health.webqx.imaging.dicom.codec.StreamBytes;

/** JPEG-LS (T.87 annex C): reads the segments and hands each scan on. Mapping tables and restarts are refused. */
public final class JpegLsCodec implements FrameCodec {
    private static final int SOI = 0xFFD8;
    private static final int SOF55 = 0xFFF7;
    private static final int LSE = 0xFFF8;
    private static final int SOS = 0xFFDA;
    private static final int DRI = 0xFFDD;
    private static final int EOI = 0xFFD9;

    @Override
    public Samples decode(byte[] stream, FrameShape shape) throws DicomException {
        return new Reading(new StreamBytes(stream), shape.requireDecodable()).samples();
    }

    /** One stream being read. */
    private static final class Reading {
        private final StreamBytes in;
        private final FrameShape shape;
        private final int[] identifiers;
        private final int[] preset = new int[5];
        private int precision;
        private int[][] planes = new int[0][];
        private int decoded;

        Reading(StreamBytes in, FrameShape shape) {
            this.in = in;
            this.shape = shape;
            identifiers = new int[shape.components()];
        }

        Samples samples() throws DicomException {
            if (in.uint16() != SOI) {
                throw in.invalid("no JPEG-LS stream");
            }
            while (planes.length == 0 || decoded < planes.length) {
                refuse(in.uint8() != 0xFF, "no marker between segments");
                int marker = in.uint8();
                while (marker == 0xFF) {
                    marker = in.uint8();
                }
                segment(0xFF00 | marker);
            }
            return new Samples(shape.columns(), shape.rows(), precision, false, Color.AS_DESCRIBED, planes);
        }

        private void segment(int marker) throws DicomException {
            if (marker == EOI) {
                throw in.invalid("a JPEG-LS stream that ends before all components came");
            }
            StreamBytes segment = in.slice(in.uint16() - 2);
            switch (marker) {
                case SOF55 -> frame(segment);
                case LSE -> presets(segment);
                case SOS -> scan(segment);
                case DRI -> refuse(segment.uint16() != 0, "restart intervals are not supported");
                default -> refuse(isOtherFrame(marker), "another process than JPEG-LS");
            }
        }

        private static boolean isOtherFrame(int marker) {
            return marker >= 0xFFC0 && marker <= 0xFFCF && marker != 0xFFC4;
        }

        private void refuse(boolean unsupported, String why) throws DicomException {
            if (unsupported) {
                throw in.invalid(why);
            }
        }

        private void frame(StreamBytes segment) throws DicomException {
            refuse(planes.length > 0, "a second frame in a frame");
            precision = segment.uint8();
            refuse(precision < 2 || precision > 16, "no JPEG-LS of " + precision + " bits");
            int rows = segment.uint16();
            int columns = segment.uint16();
            shape.require(columns, rows, segment.uint8());
            for (int i = 0; i < identifiers.length; i++) {
                identifiers[i] = segment.uint8();
                refuse(segment.uint8() != 0x11, "subsampled components");
                segment.skip(1);
            }
            planes = new int[identifiers.length][shape.pixels()];
        }

        private void presets(StreamBytes segment) throws DicomException {
            refuse(segment.uint8() != 1, "mapping tables are not supported");
            for (int i = 0; i < preset.length; i++) {
                preset[i] = segment.uint16();
            }
        }

        private void scan(StreamBytes segment) throws DicomException {
            refuse(planes.length == 0, "a scan before its frame");
            int count = segment.uint8();
            refuse(count < 1 || count > planes.length - decoded, "a scan of no or too many components");
            int[][] ofScan = new int[count][];
            for (int i = 0; i < count; i++) {
                refuse(segment.uint8() != identifiers[decoded], "components in another order than the frame's");
                refuse(segment.uint8() != 0, "mapping tables are not supported");
                ofScan[i] = planes[decoded++];
            }
            int near = segment.uint8();
            int interleave = segment.uint8();
            refuse(segment.uint8() != 0 || interleave > 2 || (interleave == 0 && count > 1), "no such interleave mode");
            JpegLsBits bits = new JpegLsBits(in.array(), in.position(), in.end());
            new Scan(parameters(near), bits, shape.columns()).decode(ofScan, shape.rows(), interleave == 2);
            in.seek(bits.endOfScan());
        }

        private Parameters parameters(int near) throws DicomException {
            int largest = (1 << precision) - 1;
            refuse(preset[0] > largest || near > Math.min(255, largest / 2), "impossible JPEG-LS parameters");
            Parameters parameters = Parameters.of(largest, near, preset);
            boolean ordered = parameters.t1() > near
                    && parameters.t1() <= parameters.t2()
                    && parameters.t2() <= parameters.t3()
                    && parameters.t3() <= parameters.largest()
                    && parameters.reset() >= 3
                    && near <= parameters.largest() / 2;
            refuse(!ordered, "impossible JPEG-LS parameters");
            return parameters;
        }
    }
}
