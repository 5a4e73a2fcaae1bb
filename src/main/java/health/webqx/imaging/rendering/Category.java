package health.webqx.imaging.rendering;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Tag;
import java.util.List;

/** What kind of thing an instance is to somebody who wants to look at it (PS3.18 8.7.2). */
public enum Category {
    SINGLE_FRAME,
    MULTI_FRAME,
    REPORT,
    DOCUMENT,
    /** There is nothing to look at: presentation states, raw data, waveforms. */
    OTHER;

    private static final String REPORTS = "1.2.840.10008.5.1.4.1.1.88.";
    private static final String ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1";

    /** The media types it can be shown as, the usual one first (PS3.18 table 8.7.4-1). */
    public List<String> mediaTypes() {
        return switch (this) {
            case SINGLE_FRAME, MULTI_FRAME -> List.of("image/jpeg", "image/png", "image/gif");
            case REPORT -> List.of("text/html");
            case DOCUMENT -> List.of("application/pdf");
            case OTHER -> List.of();
        };
    }

    /** Of a file that was read. */
    public static Category of(DicomFile file) {
        String sopClass = sopClass(file);
        if (isReport(sopClass)) {
            return REPORT;
        } else if (isDocument(sopClass)) {
            return DOCUMENT;
        } else if (!file.hasPixelData() || !file.dataSet().contains(Tag.Rows)) {
            return OTHER;
        }
        return file.frameCount() > 1 ? MULTI_FRAME : SINGLE_FRAME;
    }

    /** Whether instances of that SOP class are structured reports (PS3.4 B.5, PS3.3 A.35). */
    public static boolean isReport(String sopClass) {
        return sopClass.startsWith(REPORTS);
    }

    /** Whether instances of that SOP class are encapsulated PDFs (PS3.3 A.45.1). */
    public static boolean isDocument(String sopClass) {
        return sopClass.equals(ENCAPSULATED_PDF);
    }

    private static String sopClass(DicomFile file) {
        DataSet dataSet = file.dataSet();
        return dataSet.string(Tag.SOPClassUID)
                .or(() -> file.meta().string(Tag.MediaStorageSOPClassUID))
                .orElse("");
    }
}
