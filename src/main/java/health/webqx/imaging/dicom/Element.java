package health.webqx.imaging.dicom;

/**
 * One attribute of a data set (PS3.5 7.1).
 *
 * @param tag unsigned
 * @param vr as written; for encodings that write none, as the dictionary says, UN where it does not
 * @param value never absent: an empty value is {@link Value.Bytes} of no bytes, or {@link Value.Items} of none
 */
public record Element(int tag, Vr vr, Value value) {
    /** Whether the value has no bytes or no items. */
    public boolean isEmpty() {
        return (value instanceof Value.Bytes bytes && bytes.length() == 0)
                || (value instanceof Value.Items items && items.items().isEmpty());
    }

    /** For log lines and failures: tag and VR, no value. */
    @Override
    public String toString() {
        return Tag.hex(tag) + " " + vr;
    }
}
