package health.webqx.imaging.dicom.deidentify;

/** What happens to one attribute (PS3.15 table E.1-1a), alternatives decided. */
enum Action {
    /** X. */
    REMOVE,
    /** Z: left without a value. */
    EMPTY,
    /** D: a value that means nothing, or a pseudonym. */
    DUMMY,
    /** K, and what no rule speaks about: sequences are gone through, texts are freed from identifying values. */
    KEEP,
    /** C of a text: nothing that looks like a date, a number, an address stays either. */
    CLEAN,
    /** C of a date. */
    SHIFT,
    /** U. */
    REPLACE_UID
}
