package health.webqx.imaging.dicom;

import java.io.IOException;
import java.io.InputStream;

/** Where a bulk value's bytes are read from, as often as asked, by any thread. */
@FunctionalInterface
public interface BulkSource {
    /**
     * A new stream of the bytes from {@code offset} on; its reader stops after the bytes it needs and closes it.
     *
     * @param offset counted in the source, not below 0
     */
    InputStream open(long offset) throws IOException;

    /** The bytes of an array, which must not be changed afterwards. */
    static BulkSource of(byte[] bytes) {
        return offset -> new java.io.ByteArrayInputStream(
                bytes, (int) Math.min(offset, bytes.length), (int) Math.max(0, bytes.length - offset));
    }
}
