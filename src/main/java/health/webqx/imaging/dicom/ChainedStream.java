package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Parts one after the other, each opened when the one before has ended, so that one is open at a time. */
final class ChainedStream extends InputStream {
    /** Opens a part by its number from 0. */
    @FunctionalInterface
    interface Parts {
        InputStream open(int part) throws IOException;
    }

    private final Parts parts;
    private final int count;
    private int next;
    private @Nullable InputStream current;

    ChainedStream(int count, Parts parts) {
        this.count = count;
        this.parts = parts;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (current != null || next < count) {
            InputStream in = current != null ? current : parts.open(next++);
            current = in;
            int read = in.read(target, from, length);
            if (read > 0) {
                return read;
            }
            close();
        }
        return -1;
    }

    /** Closes the open part; the next read would go on with the one after it. */
    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
