package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.codec.StreamBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A start of scan segment (T.81 B.2.3). The end of the spectral selection is not looked at: devices write it wrong, and a
 * sequential scan has all coefficients.
 *
 * @param parts the components of the scan
 * @param start of the spectral selection, the predictor of a lossless scan
 * @param pointTransform bits that samples were shifted by before they were coded
 */
record ScanHeader(List<Part> parts, int start, int pointTransform) {
    ScanHeader {
        parts = List.copyOf(parts);
    }

    /**
     * A component and its tables.
     *
     * @param dc number of its table for DC coefficients or differences
     * @param ac number of its table for AC coefficients
     */
    record Part(Component component, int dc, int ac) {}

    static ScanHeader read(StreamBytes in, FrameHeader frame) throws DicomException {
        int count = in.uint8();
        if (count < 1 || count > frame.components().size()) {
            throw in.invalid("a scan of no or too many components");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Component component = frame.component(in.uint8(), in);
            int tables = in.uint8();
            if (tables >> 4 > 3 || (tables & 15) > 3) {
                throw in.invalid("no such Huffman table");
            }
            component.decoded = true;
            parts.add(new Part(component, tables >> 4, tables & 15));
        }
        int start = in.uint8();
        in.skip(1);
        return new ScanHeader(parts, start, in.uint8() & 15);
    }
}
