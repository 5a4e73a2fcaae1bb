package health.webqx.imaging.passing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Pieces of a body as one, without a copy; of Vert.x 4 only the deprecated way to a buffer's own bytes does that. */
public final class InOne {
    private InOne() {}

    /** One behind the other; neither may be changed any more. */
    @SuppressWarnings("deprecation")
    public static Buffer of(Buffer first, Buffer second) {
        if (first.length() == 0) {
            return second;
        }
        ByteBuf rest = second.getByteBuf();
        ByteBuf begin = first.getByteBuf();
        return Buffer.buffer(Unpooled.wrappedBuffer(rest.isDirect() ? outsideTheHeap(begin) : begin, rest));
    }

    /** Of bytes of which some are on the heap and some are not, all would be copied to be sent. */
    private static ByteBuf outsideTheHeap(ByteBuf bytes) {
        if (bytes.isDirect()) {
            return bytes;
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(bytes.readableBytes());
        bytes.getBytes(bytes.readerIndex(), copy);
        return Unpooled.wrappedBuffer(copy.flip());
    }
}
