package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.FrameShape;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A start of frame segment (T.81 B.2.2).
 *
 * @param lossless without DCT (process 14)
 * @param precision bits of a sample
 */
record FrameHeader(boolean lossless, int precision, int columns, int rows, List<Component> components) {
    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;
    private static final int SOF3 = 0xC3;

    FrameHeader {
        components = List.copyOf(components);
    }

    static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    static FrameHeader read(int marker, StreamBytes in, FrameShape shape) throws DicomException {
        if (marker != SOF0 && marker != SOF1 && marker != SOF3) {
            throw in.invalid("a JPEG process that DICOM no longer has");
        }
        boolean lossless = marker == SOF3;
        int precision = in.uint8();
        boolean supported = lossless ? precision >= 2 && precision <= 16 : precision == 8 || precision == 12;
        if (!supported) {
            throw in.invalid("no JPEG of " + precision + " bits");
        }
        int rows = in.uint16();
        int columns = in.uint16();
        int count = in.uint8();
        shape.require(columns, rows, count);
        if (count > 4) {
            throw in.invalid("more than four components");
        }
        return new FrameHeader(lossless, precision, columns, rows, components(in, shape, count, lossless ? 1 : 8));
    }

    private static List<Component> components(StreamBytes in, FrameShape shape, int count, int unit)
            throws DicomException {
        int[][] read = new int[count][4];
        int widest = 1;
        int highest = 1;
        for (int[] each : read) {
            each[0] = in.uint8();
            int factors = in.uint8();
            each[1] = factors >> 4;
            each[2] = factors & 15;
            each[3] = in.uint8();
            if (each[1] < 1 || each[1] > 4 || each[2] < 1 || each[2] > 4 || each[3] > 3) {
                throw in.invalid("impossible sampling factors");
            }
            widest = Math.max(widest, each[1]);
            highest = Math.max(highest, each[2]);
        }
        Component.Header header = new Component.Header(shape.columns(), shape.rows(), widest, highest);
        List<Component> components = new ArrayList<>();
        for (int[] each : read) {
            components.add(new Component(header, each[0], each[1], each[2], each[3], unit));
        }
        return components;
    }

    Component component(int id, StreamBytes in) throws DicomException {
        for (Component component : components) {
            if (component.id == id && !component.decoded) {
                return component;
            }
        }
        throw in.invalid("a scan of a component that the frame does not have, or has had");
    }

    boolean isDecoded() {
        return components.stream().allMatch(component -> component.decoded);
    }

    int widest() {
        return components.stream()
                .mapToInt(component -> component.horizontal)
                .max()
                .orElse(1);
    }

    int highest() {
        return components.stream()
                .mapToInt(component -> component.vertical)
                .max()
                .orElse(1);
    }
}
