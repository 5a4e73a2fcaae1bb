package health.webqx.imaging.dicom;

import java.io.IOException;

/** Is told what {@link ElementScanner} meets, in order. Whoever is given a length reads or skips exactly so many bytes. */
interface ScanVisitor {
    /**
     * A value.
     *
     * @param length in the input, not counting what is before it
     * @param swap size of the words that are to be turned to become little endian, 1 if none
     */
    void value(int tag, Vr vr, long length, int swap, DicomInput in) throws IOException;

    void startSequence(int tag) throws IOException;

    void startItem() throws IOException;

    void endItem() throws IOException;

    void endSequence() throws IOException;

    void startFragments(int tag, Vr vr) throws IOException;

    /** A fragment, the first one being the basic offset table. */
    void fragment(long length, DicomInput in) throws IOException;

    void endFragments() throws IOException;
}
