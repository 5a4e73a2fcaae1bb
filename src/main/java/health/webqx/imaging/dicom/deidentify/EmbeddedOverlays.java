package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Rewriting.PixelChange;
import health.webqx.imaging.dicom.Tag;
import java.util.Optional;

/** Overlays in bits of the pixel data that the pixels do not use (PS3.5 8.1.2, retired). */
final class EmbeddedOverlays {
    private EmbeddedOverlays() {}

    /**
     * Clears the bits that pixels do not use; empty where no overlay is in them.
     *
     * @throws DicomException where pixels with an overlay in them are compressed
     */
    static Optional<PixelChange> hiding(DicomFile file) throws DicomException {
        DataSet dataSet = file.dataSet();
        if (dataSet.elements().stream().noneMatch(element -> isEmbedded(element, dataSet))) {
            return Optional.empty();
        }
        int allocated = dataSet.integer(Tag.BitsAllocated).orElse(0);
        int stored = dataSet.integer(Tag.BitsStored).orElse(allocated);
        int high = dataSet.integer(Tag.HighBit).orElse(stored - 1);
        if (file.transferSyntax().encapsulated() || allocated != 16 || stored < 1 || high < stored - 1 || high > 15) {
            throw new DicomException(
                    DicomException.Reason.MAY_IDENTIFY, -1, "an overlay among the pixels that cannot be taken out");
        }
        int mask = ((1 << stored) - 1) << (high + 1 - stored);
        return Optional.of((bytes, from, count, position) -> {
            for (int i = 0; i < count; i++) {
                bytes[from + i] &= (byte) ((position + i) % 2 == 0 ? mask : mask >>> 8);
            }
        });
    }

    private static boolean isEmbedded(Element element, DataSet dataSet) {
        int tag = element.tag();
        boolean bits =
                (tag & 0xFF01FFFF) == Dictionary.tagOf("OverlayBitsAllocated").orElse(0);
        return bits && dataSet.integer(tag).orElse(1) > 1 && !dataSet.contains((tag & 0xFFFF0000) | 0x3000);
    }
}
