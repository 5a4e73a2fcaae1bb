package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Turns the byte order of each word. A last word that is cut short passes as it is. */
final class SwappedStream extends InputStream {
    private final InputStream in;
    private final int wordSize;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    SwappedStream(InputStream in, int wordSize) {
        this.in = in;
        this.wordSize = wordSize;
    }

    /** Turns each whole word within the range. */
    static void swap(byte[] bytes, int from, int count, int wordSize) {
        for (int word = from; word + wordSize <= from + count; word += wordSize) {
            for (int low = word, high = word + wordSize - 1; low < high; low++, high--) {
                byte kept = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = kept;
            }
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = Math.min(count, limit - position);
        System.arraycopy(buffer, position, target, from, read);
        position += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = in.readNBytes(buffer, 0, buffer.length);
        swap(buffer, 0, limit, wordSize);
        return limit > 0;
    }
}
