package health.webqx.imaging.dicom;

import health.webqx.imaging.dicom.DicomException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies the pixel data that a scan meets at the top level, and collects everything else, which comes after them. */
final class PassingPixels implements ScanVisitor {
    private final DicomOutput out;
    private final Optional<Rewriting.PixelChange> change;
    private final DataSetCollector rest;
    private int depth;
    private int last;
    private final @Nullable CommentBlanking blanking;
    private boolean passing;
    private boolean tablePassed;

    PassingPixels(DicomOutput out, Rewriting.Head head, ReadOptions options, Findings findings) {
        this.out = out;
        change = head.pixels();
        blanking = head.withoutComments() ? new CommentBlanking() : null;
        rest = new DataSetCollector(null, options, findings);
    }

    /** What came after the pixel data. */
    DataSet tail() {
        return rest.dataSet();
    }

    @Override
    public void value(int tag, Vr vr, long length, int swap, DicomInput in) throws IOException {
        if (depth > 0 || !isPixels(tag)) {
            rest.value(tag, vr, length, swap, in);
            return;
        }
        begin(tag, in);
        InputStream bytes = new RemainingStream(in, length);
        InputStream turned = swap > 1 ? new SwappedStream(bytes, swap) : bytes;
        InputStream changed = change.isPresent() ? new ChangedStream(turned, change.get()) : turned;
        out.stream(tag, vr, length, 1, changed);
    }

    private void begin(int tag, DicomInput in) throws DicomException {
        if ((last != 0 && Integer.compareUnsigned(last, tag) >= 0)
                || !rest.dataSet().isEmpty()) {
            throw new DicomException(Reason.INVALID_STRUCTURE, in.position(), "pixel data twice or out of order");
        }
        last = tag;
    }

    private static boolean isPixels(int tag) {
        return tag == Tag.PixelData || tag == Tag.FloatPixelData || tag == Tag.DoubleFloatPixelData;
    }

    @Override
    public void startSequence(int tag) throws IOException {
        depth++;
        rest.startSequence(tag);
    }

    @Override
    public void startItem() throws IOException {
        rest.startItem();
    }

    @Override
    public void endItem() throws IOException {
        rest.endItem();
    }

    @Override
    public void endSequence() throws IOException {
        depth--;
        rest.endSequence();
    }

    @Override
    public void startFragments(int tag, Vr vr) throws IOException {
        passing = depth == 0 && tag == Tag.PixelData;
        if (!passing) {
            rest.startFragments(tag, vr);
            return;
        }
        if (last != 0) {
            throw new DicomException(Reason.INVALID_STRUCTURE, -1, "pixel data twice or out of order");
        }
        last = tag;
        out.startFragments(tag, vr == Vr.OW ? Vr.OB : vr);
    }

    @Override
    public void fragment(long length, DicomInput in) throws IOException {
        if (passing) {
            fragmentPasses(length, in);
        } else {
            rest.fragment(length, in);
        }
    }

    /** The first one is the basic offset table. */
    private void fragmentPasses(long length, DicomInput in) throws IOException {
        InputStream bytes = new RemainingStream(in, length);
        if (blanking == null || !tablePassed) {
            out.fragment(length, bytes);
        } else {
            blanking.nextFragment();
            out.fragment(length, new ChangedStream(bytes, blanking));
        }
        tablePassed = true;
    }

    @Override
    public void endFragments() throws IOException {
        if (passing) {
            out.delimit(Tag.SequenceDelimitationItem);
        } else {
            rest.endFragments();
        }
        passing = false;
    }

    /** Pixel data with what is to be hidden in them hidden. */
    private static final class ChangedStream extends FilterInputStream {
        private final Rewriting.PixelChange change;
        private long position;

        ChangedStream(InputStream in, Rewriting.PixelChange change) {
            super(in);
            this.change = change;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int read = in.read(target, from, count);
            if (read > 0) {
                change.change(target, from, read, position);
                position += read;
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return in.readNBytes((int) Math.min(count, 8192)).length;
        }
    }
}
