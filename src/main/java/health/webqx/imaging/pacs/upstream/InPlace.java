package health.webqx.imaging.pacs.upstream;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/** A buffer's bytes as they lie, not to be changed: what only passes is looked at without a copy. */
final class InPlace {
    private final byte[] bytes;
    private final int from;
    private final int to;

    private InPlace(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Of Vert.x 4 the deprecated way is the only one that leads there. */
    @SuppressWarnings("deprecation")
    static InPlace of(Buffer buffer) {
        ByteBuf bytes = buffer.getByteBuf();
        if (!bytes.hasArray()) {
            return new InPlace(buffer.getBytes(), 0, buffer.length());
        }
        int from = bytes.arrayOffset() + bytes.readerIndex();
        return new InPlace(bytes.array(), from, from + bytes.readableBytes());
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the first one is. */
    int from() {
        return from;
    }

    /** Behind the last one. */
    int to() {
        return to;
    }
}
