package health.webqx.imaging.dicom;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Exactly so many bytes of another stream: fewer there is a truncation, which must never look like an end. */
final class BoundedStream extends FilterInputStream {
    private long left;

    BoundedStream(InputStream in, long length) {
        super(in);
        left = length;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        int b = in.read();
        if (b < 0) {
            throw truncated();
        }
        left--;
        return b;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int read = in.read(target, from, (int) Math.min(count, left));
        if (read < 0) {
            throw truncated();
        }
        left -= read;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private DicomException truncated() {
        return new DicomException(DicomException.Reason.TRUNCATED, -1, left + " bytes missing of a bulk value");
    }
}
