package health.webqx.imaging.dicom.codec.jpeg;

import health.webqx.imaging.dicom.DicomException;
import java.util.Arrays;

/** Decodes a scan of DCT coefficients into the planes of its components (T.81 F.2). For one thread. */
final class DctScan {
    private final FrameHeader frame;
    private final ScanHeader scan;
    private final JpegTables tables;
    private final JpegBits bits;
    private final InverseDct dct;
    private final int[] block = new int[64];

    DctScan(FrameHeader frame, ScanHeader scan, JpegTables tables, JpegBits bits) {
        this.frame = frame;
        this.scan = scan;
        this.tables = tables;
        this.bits = bits;
        dct = new InverseDct(frame.precision());
    }

    void decode() throws DicomException {
        boolean single = scan.parts().size() == 1;
        Component first = scan.parts().get(0).component();
        int across = Component.ceil(single ? first.columns : frame.columns(), single ? 8 : 8 * frame.widest());
        int down = Component.ceil(single ? first.rows : frame.rows(), single ? 8 : 8 * frame.highest());
        int left = tables.restartInterval;
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                if (tables.restartInterval > 0 && left-- == 0) {
                    restart();
                    left = tables.restartInterval - 1;
                }
                for (ScanHeader.Part part : scan.parts()) {
                    mcu(part, x, y, single);
                }
            }
        }
    }

    private void restart() throws DicomException {
        bits.restart();
        for (ScanHeader.Part part : scan.parts()) {
            part.component().prediction = 0;
        }
    }

    /** The blocks that one component has in an MCU: one if it is alone in the scan (T.81 A.2.2). */
    private void mcu(ScanHeader.Part part, int x, int y, boolean single) throws DicomException {
        Component component = part.component();
        int across = single ? 1 : component.horizontal;
        int down = single ? 1 : component.vertical;
        int[] factors = tables.quantization(component.quantization);
        for (int v = 0; v < down; v++) {
            for (int h = 0; h < across; h++) {
                coefficients(component, factors, tables.dc(part.dc()), tables.ac(part.ac()));
                int offset = (y * down + v) * 8 * component.stride + (x * across + h) * 8;
                dct.transform(block, component.plane, offset, component.stride);
            }
        }
    }

    private void coefficients(Component component, int[] factors, HuffmanTable dc, HuffmanTable ac)
            throws DicomException {
        Arrays.fill(block, 0);
        int length = dc.decode(bits);
        if (length > 16) {
            throw invalid();
        }
        component.prediction += bits.difference(length);
        block[0] = component.prediction * factors[0];
        for (int k = 1; k < 64; k++) {
            int symbol = ac.decode(bits);
            int size = symbol & 15;
            int run = symbol >> 4;
            if (size == 0) {
                if (run != 15) {
                    return;
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > 63) {
                throw invalid();
            }
            int place = JpegTables.ZIGZAG[k];
            block[place] = bits.difference(size) * factors[place];
        }
    }

    private static DicomException invalid() {
        return new DicomException(DicomException.Reason.INVALID_STRUCTURE, -1, "impossible DCT coefficients");
    }
}
