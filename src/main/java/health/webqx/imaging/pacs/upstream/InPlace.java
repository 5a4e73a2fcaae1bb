package health.webqx.imaging.pacs.upstream;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** A buffer's bytes as they lie, not to be changed: what only passes is looked at without a copy. */
final class InPlace {
    private InPlace() {}

    /** From index 0 to the limit. Of Vert.x 4 the deprecated way is the only one that leads there. */
    @SuppressWarnings("deprecation")
    static ByteBuffer of(Buffer buffer) {
        ByteBuf bytes = buffer.getByteBuf();
        return bytes.nioBufferCount() == 1 ? bytes.nioBuffer() : ByteBuffer.wrap(buffer.getBytes());
    }
}
