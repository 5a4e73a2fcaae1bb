package health.webqx.imaging.passing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * Who holds bytes of {@link PassingMemory}: whoever is given a buffer of it holds it once, and may let go of it, once, when
 * nothing reads it any more. Of any other buffer nothing of this says anything.
 */
public final class Passing {
    private Passing() {}

    /** One more holds these bytes: a part of a buffer that goes its own way. */
    public static void hold(Buffer buffer) {
        ByteBuf memory = memory(buffer);
        if (memory instanceof PassingBytes) {
            memory.retain();
        }
    }

    /** One holds these bytes no longer. */
    public static void letGo(Buffer buffer) {
        letGo(bytes(buffer));
    }

    private static void letGo(ByteBuf bytes) {
        ByteBuf memory = memory(bytes);
        if (memory instanceof PassingBytes) {
            memory.release();
        } else if (memory instanceof CompositeByteBuf several) {
            several.forEach(Passing::letGo);
        }
    }

    private static ByteBuf memory(Buffer buffer) {
        return memory(bytes(buffer));
    }

    private static ByteBuf memory(ByteBuf bytes) {
        ByteBuf memory = bytes;
        while (memory.unwrap() != null && !(memory instanceof PassingBytes)) {
            memory = memory.unwrap();
        }
        return memory;
    }

    /** Of Vert.x 4 the deprecated way is the only one that leads there. */
    @SuppressWarnings("deprecation")
    private static ByteBuf bytes(Buffer buffer) {
        return buffer.getByteBuf();
    }
}
