package health.webqx.imaging.dicom.deidentify;

import health.webqx.imaging.dicom.Dictionary;
import health.webqx.imaging.dicom.Element;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.Value;
import health.webqx.imaging.dicom.Vr;
import java.util.List;
import java.util.Set;

/** Values that mean nothing, and pseudonyms where it matters that two are the same (PS3.15 E.1.1, action D). */
final class Dummies {
    static final String TEXT = "REMOVED";
    private static final int ZEROS = 64;

    /** Emptied by the profile, but the same patient, examination or order must be recognised as such. */
    private static final Set<Integer> LINKING =
            Set.of(Tag.PatientID, Tag.PatientName, Tag.AccessionNumber, Tag.StudyID);

    private final Pseudonyms pseudonyms;
    private final String patientId;

    /** @param patientId of the original, empty where it has none */
    Dummies(Pseudonyms pseudonyms, String patientId) {
        this.pseudonyms = pseudonyms;
        this.patientId = patientId;
    }

    /** Whether an attribute that the profile leaves empty gets a pseudonym instead. */
    static boolean isLinking(int tag) {
        return LINKING.contains(tag);
    }

    /** Text for an attribute of a character VR that had that value. */
    String text(int tag, Vr vr, String original) {
        return switch (vr) {
            case PN -> tag == Tag.PatientName ? "Anonymous^" + patient(original) : "Anonymous";
            case DA -> "19000101";
            case DT -> "19000101000000";
            case TM -> "000000";
            case AS -> "000Y";
            case DS, IS -> "0";
            case LO, SH -> {
                String kind = tag == Tag.PatientID ? "patient" : Tag.hex(tag);
                yield isIdentifier(tag) ? pseudonyms.id(kind, original) : TEXT;
            }
            default -> TEXT;
        };
    }

    /** The patient's pseudonym, which PatientID has too where there is one. */
    private String patient(String name) {
        return patientId.isEmpty() ? pseudonyms.id("name", name) : pseudonyms.id("patient", patientId);
    }

    /** For binary VRs: zeros in the place of what was there. */
    static Value zeros(Element element) {
        int length = element.value() instanceof Value.Bytes bytes ? bytes.length() : ZEROS;
        return Value.Bytes.of(new byte[Math.max(element.vr().wordSize(), length)]);
    }

    private static boolean isIdentifier(int tag) {
        String keyword = Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse("");
        return List.of("ID", "Identifier", "Number").stream().anyMatch(keyword::endsWith);
    }
}
