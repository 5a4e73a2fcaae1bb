package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;

/** What is left of an input, or the next so many bytes of it, as a stream. Closing it leaves the input open. */
final class RemainingStream extends InputStream {
    private final DicomInput in;
    private long left;

    RemainingStream(DicomInput in) {
        this(in, Long.MAX_VALUE);
    }

    RemainingStream(DicomInput in, long length) {
        this.in = in;
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int read = in.readSome(target, from, (int) Math.min(count, left));
        left -= Math.max(read, 0);
        return read;
    }
}
