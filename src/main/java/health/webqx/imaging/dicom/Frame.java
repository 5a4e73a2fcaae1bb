package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;

/**
 * One frame of pixel data, not read yet: little endian pixels, or one compressed code stream. May be opened as often as
 * asked, by any thread.
 */
public final class Frame {
    /** Opens the bytes. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    private final int number;
    private final long length;
    private final Opener opener;

    Frame(int number, long length, Opener opener) {
        this.number = number;
        this.length = length;
        this.opener = opener;
    }

    /** 1-based. */
    public int number() {
        return number;
    }

    /** Bytes that {@link #open} gives. */
    public long length() {
        return length;
    }

    /** A new stream of the frame's bytes, to be closed. */
    public InputStream open() throws IOException {
        return opener.open();
    }

    /** All of it in memory. */
    public byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }
}
