package health.webqx.imaging.dicom;

/**
 * A fault that was read over.
 *
 * @param rule which
 * @param tag of the element at fault, 0 where it is none
 * @param offset where in the file or stream (of a deflated data set: in its inflated bytes)
 */
public record Finding(Rule rule, int tag, long offset) {
    /** Known faults of real files. */
    public enum Rule {
        /** No 128 bytes and "DICM" before the file meta information (PS3.10 7.1). */
        NO_PREAMBLE,
        /** No file meta information: the encoding was guessed (PS3.10 7.1). */
        NO_META,
        /** File meta group length missing or wrong (PS3.10 7.1). */
        META_GROUP_LENGTH,
        /** No Transfer Syntax UID: the encoding was guessed (PS3.10 7.1). */
        NO_TRANSFER_SYNTAX,
        /** Encoded otherwise than its transfer syntax says. */
        OTHER_ENCODING,
        /** Value of odd length (PS3.5 7.1.1). */
        ODD_LENGTH,
        /** VR letters that no edition defines, or none where some must be (PS3.5 7.1.2). */
        UNKNOWN_VR,
        /** UN for an element whose VR is known and could have been written (PS3.5 6.2.2). */
        KNOWN_AS_UN,
        /** Tags not in ascending order (PS3.5 7.1). */
        TAG_ORDER,
        /** The same tag twice; the last one is kept (PS3.5 7.1). */
        DUPLICATE_TAG,
        /** Sequence or item of undefined length without its delimiter (PS3.5 7.5). */
        MISSING_DELIMITER,
        /** A delimiter where none may be (PS3.5 7.5). */
        STRAY_DELIMITER,
        /** Zero bytes after the last element. */
        TRAILING_PADDING,
        /** Character set that is not defined (PS3.3 C.12.1.1.2). */
        UNKNOWN_CHARACTER_SET
    }
}
