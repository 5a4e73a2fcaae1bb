package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;

/** Decodes a scan of differences from predicted samples (T.81 annex H), any of the seven predictors. For one thread. */
final class LosslessScan {
    private final FrameHeader frame;
    private final ScanHeader scan;
    private final JpegTables tables;
    private final JpegBits bits;

    LosslessScan(FrameHeader frame, ScanHeader scan, JpegTables tables, JpegBits bits) {
        this.frame = frame;
        this.scan = scan;
        this.tables = tables;
        this.bits = bits;
    }

    void decode() throws DicomException {
        if (scan.start() < 1 || scan.start() > 7 || scan.pointTransform() >= frame.precision()) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "no such lossless predictor");
        }
        for (ScanHeader.Part part : scan.parts()) {
            if (scan.parts().size() > 1 && (frame.widest() > 1 || frame.highest() > 1)) {
                throw new DicomException(Reason.INVALID_STRUCTURE, -1, "lossless JPEG with subsampled components");
            }
            tables.dc(part.dc());
        }
        int columns = scan.parts().get(0).component().columns;
        if (tables.restartInterval % columns != 0) { // T.81 H.1.1
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "a restart interval that is no number of lines");
        }
        lines(columns, scan.parts().get(0).component().rows, tables.restartInterval / columns);
        if (scan.pointTransform() > 0) {
            shift();
        }
    }

    private void lines(int columns, int rows, int linesPerInterval) throws DicomException {
        boolean first = true;
        for (int y = 0; y < rows; y++) {
            if (y > 0 && linesPerInterval > 0 && y % linesPerInterval == 0) {
                bits.restart();
                first = true;
            }
            if (scan.parts().size() == 1) {
                ScanHeader.Part part = scan.parts().get(0);
                line(part.component(), tables.dc(part.dc()), y, columns, first);
            } else {
                interleaved(y, columns, first);
            }
            first = false;
        }
    }

    private void line(Component component, HuffmanTable table, int y, int columns, boolean first)
            throws DicomException {
        int[] plane = component.plane;
        int at = y * component.stride;
        for (int x = 0; x < columns; x++, at++) {
            plane[at] = (predict(plane, at, component.stride, x, first) + difference(table)) & 0xFFFF;
        }
    }

    private void interleaved(int y, int columns, boolean first) throws DicomException {
        for (int x = 0; x < columns; x++) {
            for (ScanHeader.Part part : scan.parts()) {
                int[] plane = part.component().plane;
                int stride = part.component().stride;
                int at = y * stride + x;
                plane[at] = (predict(plane, at, stride, x, first) + difference(tables.dc(part.dc()))) & 0xFFFF;
            }
        }
    }

    private int predict(int[] plane, int at, int stride, int x, boolean first) {
        if (first) {
            return x == 0 ? 1 << (frame.precision() - scan.pointTransform() - 1) : plane[at - 1];
        }
        int above = plane[at - stride];
        if (x == 0) {
            return above;
        }
        int left = plane[at - 1];
        int corner = plane[at - stride - 1];
        return switch (scan.start()) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + ((above - corner) >> 1);
            case 6 -> above + ((left - corner) >> 1);
            default -> (left + above) >> 1;
        };
    }

    private int difference(HuffmanTable table) throws DicomException {
        int length = table.decode(bits);
        if (length > 16) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "a difference of more than 16 bits");
        }
        return length == 16 ? 32768 : bits.difference(length); // T.81 H.1.2.2: no more bits follow a 16
    }

    private void shift() {
        for (ScanHeader.Part part : scan.parts()) {
            int[] plane = part.component().plane;
            for (int i = 0; i < plane.length; i++) {
                plane[i] = plane[i] << scan.pointTransform() & 0xFFFF;
            }
        }
    }
}
