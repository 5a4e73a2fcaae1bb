package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomException;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Rewriting.PixelChange;
import health.webqx.imaging.dicom.Tag;
import java.util.Optional;
import java.util.Set;

/** Whether the pixels, or an encapsulated document, may show who the patient is, and what can be done about it. */
final class BurnedInText {
    /** Capture, ultrasound, visible light, documents: pictures of screens or of people. */
    private static final Set<String> LIKELY_MODALITIES =
            Set.of("US", "IVUS", "ES", "GM", "XC", "OP", "OT", "DOC", "SC", "ECG", "EPS", "HD", "LP", "SM");

    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";

    private BurnedInText() {}

    /**
     * The change that hides it, empty where nothing is to be hidden.
     *
     * @throws DicomException when the instance may show who the patient is and that cannot be hidden
     */
    static Optional<PixelChange> hiding(DicomFile file, ConfidentialityProfile profile) throws DicomException {
        DataSet dataSet = file.dataSet();
        if (dataSet.contains(Tag.DirectoryRecordSequence)
                || file.meta()
                        .string(Tag.MediaStorageSOPClassUID)
                        .filter(MEDIA_DIRECTORY::equals)
                        .isPresent()) {
            throw refused("a media directory points at files by their names and places");
        }
        if (profile.pixelsTrusted()) {
            return EmbeddedOverlays.hiding(file);
        }
        if (dataSet.contains(Tag.EncapsulatedDocument)) {
            throw refused("an encapsulated document may say who the patient is");
        }
        if (!mayShow(dataSet)) {
            return EmbeddedOverlays.hiding(file);
        }
        if (!profile.has(ProfileOption.CLEAN_PIXELS)) {
            throw refused("the pixels may show who the patient is");
        }
        return Optional.of(RegionMask.of(file)
                .orElseThrow(() -> refused("the pixels may show who the patient is, and it is not known where")));
    }

    /** What Burned In Annotation says; where it says nothing, what is likely of such an instance. */
    static boolean mayShow(DataSet dataSet) {
        String declared = dataSet.string(Tag.BurnedInAnnotation).orElse("");
        if (declared.equals("NO") || declared.equals("YES")) {
            return declared.equals("YES") && dataSet.contains(Tag.Rows);
        }
        String sopClass = dataSet.string(Tag.SOPClassUID).orElse("");
        String conversion = dataSet.string(Tag.ConversionType).orElse("DI");
        return dataSet.contains(Tag.Rows)
                && (LIKELY_MODALITIES.contains(dataSet.string(Tag.Modality).orElse("OT"))
                        || sopClass.equals(SECONDARY_CAPTURE)
                        || sopClass.startsWith(SECONDARY_CAPTURE + ".")
                        || !conversion.equals("DI")
                        || dataSet.strings(Tag.ImageType).stream().anyMatch(value -> value.contains("SCREEN")));
    }

    private static DicomException refused(String why) {
        return new DicomException(DicomException.Reason.MAY_IDENTIFY, -1, why);
    }
}
