package health.webqx.imaging.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/** Pieces of a body as one, without a copy; of Vert.x 4 only the deprecated way to a buffer's own bytes does that. */
public final class InOne {
    private InOne() {}

    /** One behind the other; neither may be changed any more. */
    @SuppressWarnings("deprecation")
    public static Buffer of(Buffer first, Buffer second) {
        return first.length() == 0
                ? second
                : Buffer.buffer(Unpooled.wrappedBuffer(first.getByteBuf(), second.getByteBuf()));
    }
}
