package health.webqx.imaging.dicom.deidentify;

import java.util.Optional;

/** Options of the basic profile (PS3.15 E.3), each with its code of CID 7050. */
public enum ProfileOption {
    /** Hides what is burned into the pixels outside of the regions of an ultrasound image; refuses where it cannot. */
    CLEAN_PIXELS("113101", "Clean Pixel Data Option", ""),
    /** Keeps drawings of presentation states, their texts replaced. */
    CLEAN_GRAPHICS("113103", "Clean Graphics Option", "graphics"),
    /** Keeps the content of structured reports, acquisition context and specimen preparation without free text. */
    CLEAN_STRUCTURED_CONTENT("113104", "Clean Structured Content Option", "content"),
    /** Keeps descriptions without what identifies. */
    CLEAN_DESCRIPTORS("113105", "Clean Descriptors Option", "descriptors"),
    RETAIN_FULL_DATES("113106", "Retain Longitudinal Temporal Information Full Dates Option", "full-dates"),
    /** Moves the dates of a patient by the same days back, other days for each patient. */
    RETAIN_SHIFTED_DATES("113107", "Retain Longitudinal Temporal Information Modified Dates Option", "shifted-dates"),
    /** Sex, age, size, weight and the like. */
    RETAIN_PATIENT_CHARACTERISTICS("113108", "Retain Patient Characteristics Option", "patient"),
    RETAIN_DEVICE("113109", "Retain Device Identity Option", "device"),
    RETAIN_UIDS("113110", "Retain UIDs Option", "uids"),
    /** Private attributes that are known to be safe. */
    RETAIN_SAFE_PRIVATE("113111", "Retain Safe Private Option", ""),
    RETAIN_INSTITUTION("113112", "Retain Institution Identity Option", "institution");

    private final String code;
    private final String meaning;
    private final String column;

    ProfileOption(String code, String meaning, String column) {
        this.code = code;
        this.meaning = meaning;
        this.column = column;
    }

    /** The option that {@code confidentiality.tsv} calls so. */
    static Optional<ProfileOption> ofColumn(String column) {
        for (ProfileOption option : values()) {
            if (!column.isEmpty() && option.column.equals(column)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** Of CID 7050, coding scheme DCM. */
    public String code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
