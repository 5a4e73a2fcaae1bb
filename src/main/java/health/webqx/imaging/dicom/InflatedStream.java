package health.webqx.imaging.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A deflated data set (PS3.5 A.5), refused when it turns out to be a bomb: when it inflates to more than the allowed
 * bytes, or past 64 MiB to more than 200 times what was read. Real data sets deflate to a half or a tenth.
 */
final class InflatedStream extends InflaterInputStream {
    private static final long FREE = 64L << 20;
    private static final int MOST_RATIO = 200;

    private final long most;

    InflatedStream(InputStream deflated, long most) {
        super(deflated, new Inflater(true), 8192);
        this.most = most;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        try {
            int read = super.read(target, from, count);
            long total = inf.getBytesWritten();
            if (total > most || (total > FREE && total / MOST_RATIO > inf.getBytesRead())) {
                throw new DicomException(DicomException.Reason.TOO_LARGE, total, "inflates to more than allowed");
            }
            return read;
        } catch (EOFException e) {
            throw new DicomException(DicomException.Reason.TRUNCATED, inf.getBytesWritten(), "deflated data end early");
        } catch (ZipException e) {
            throw new DicomException(
                    DicomException.Reason.INVALID_DEFLATE, inf.getBytesWritten(), "damaged deflated data");
        }
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
