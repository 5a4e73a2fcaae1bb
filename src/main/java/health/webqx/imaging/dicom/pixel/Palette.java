package health.webqx.imaging.dicom.pixel;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The colours of PALETTE COLOR pixels (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6; segmented C.7.9.2). */
final class Palette {
    private final LookupTable red;
    private final LookupTable green;
    private final LookupTable blue;

    private Palette(LookupTable red, LookupTable green, LookupTable blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    static Palette of(DataSet dataSet, boolean signed) throws IOException {
        return new Palette(
                channel(
                        dataSet,
                        Tag.RedPaletteColorLookupTableDescriptor,
                        Tag.RedPaletteColorLookupTableData,
                        Tag.SegmentedRedPaletteColorLookupTableData,
                        signed),
                channel(
                        dataSet,
                        Tag.GreenPaletteColorLookupTableDescriptor,
                        Tag.GreenPaletteColorLookupTableData,
                        Tag.SegmentedGreenPaletteColorLookupTableData,
                        signed),
                channel(
                        dataSet,
                        Tag.BluePaletteColorLookupTableDescriptor,
                        Tag.BluePaletteColorLookupTableData,
                        Tag.SegmentedBluePaletteColorLookupTableData,
                        signed));
    }

    private static LookupTable channel(DataSet dataSet, int descriptor, int data, int segmented, boolean signed)
            throws IOException {
        Optional<LookupTable> plain = LookupTable.of(dataSet, descriptor, data, signed);
        if (plain.isPresent()) {
            return plain.get();
        }
        List<Integer> described = dataSet.integers(descriptor);
        Optional<Element> segments = dataSet.find(segmented);
        if (described.size() != 3 || segments.isEmpty()) {
            throw new DicomException(Reason.NO_SUCH_VALUE, -1, "no palette");
        }
        int bits = (described.get(2) & 0xFFFF) <= 8 ? 8 : 16;
        byte[] bytes = LookupTable.bytes(segments.get());
        int[] entries = new PaletteSegments(bytes, bits, LookupTable.count(described)).expand();
        return new LookupTable(LookupTable.first(described, signed), bits, entries);
    }

    /** Red, green and blue of 8 bits each. */
    byte[] apply(int[] indexes) {
        byte[] rgb = new byte[3 * indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            rgb[3 * i] = eight(red, indexes[i]);
            rgb[3 * i + 1] = eight(green, indexes[i]);
            rgb[3 * i + 2] = eight(blue, indexes[i]);
        }
        return rgb;
    }

    private static byte eight(LookupTable table, int index) {
        int value = table.apply(index);
        return (byte) (table.bits() > 8 ? value >> (table.bits() - 8) : value);
    }
}
