package health.webqx.imaging.store.search;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The number under which the index tables know a search parameter of a type: the same on every node and in every
 * release, without a table to look it up in. A test proves that no two parameters of R4 share one.
 */
public final class ParameterKey {
    private ParameterKey() {}

    /** The key of a type's parameter. */
    public static int of(String type, String code) {
        CRC32 crc = new CRC32();
        crc.update((type + "." + code).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
