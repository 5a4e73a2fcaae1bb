package health.webqx.imaging.resource;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/** New ids, unguessable, and in the order of their making, so that an index takes them at its end (RFC 9562 5.7). */
public final class TimeOrderedUuid {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private TimeOrderedUuid() {}

    /** An id that no other node makes either. */
    public static String next() {
        byte[] random = new byte[Short.BYTES + Long.BYTES];
        RANDOM.nextBytes(random);
        ByteBuffer bits = ByteBuffer.wrap(random);
        long time = System.currentTimeMillis() << 16;
        return new UUID(
                        time | VERSION_7 | (bits.getShort() & 0x0FFF),
                        VARIANT | (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL))
                .toString();
    }
}
