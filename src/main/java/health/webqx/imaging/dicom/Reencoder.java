package health.webqx.imaging.dicom;

import java.io.IOException;

/** Writes what a scan meets, value by value, without holding any of it. */
final class Reencoder implements ScanVisitor {
    private final DicomOutput out;

    Reencoder(DicomOutput out) {
        this.out = out;
    }

    @Override
    public void value(int tag, Vr vr, long length, int swap, DicomInput in) throws IOException {
        if (Tag.isGroupLength(tag)) { // would no longer be right, and is retired (PS3.5 7.2)
            in.skip(length);
            return;
        }
        out.stream(tag, vr, length, swap, new RemainingStream(in, length));
    }

    @Override
    public void startSequence(int tag) throws IOException {
        out.startSequence(tag);
    }

    @Override
    public void startItem() throws IOException {
        out.startItem(DicomOutput.UNDEFINED);
    }

    @Override
    public void endItem() throws IOException {
        out.delimit(Tag.ItemDelimitationItem);
    }

    @Override
    public void endSequence() throws IOException {
        out.delimit(Tag.SequenceDelimitationItem);
    }

    @Override
    public void startFragments(int tag, Vr vr) throws IOException {
        out.startFragments(tag, vr == Vr.OW ? Vr.OB : vr);
    }

    @Override
    public void fragment(long length, DicomInput in) throws IOException {
        out.fragment(length, new RemainingStream(in, length));
    }

    @Override
    public void endFragments() throws IOException {
        out.delimit(Tag.SequenceDelimitationItem);
    }
}
