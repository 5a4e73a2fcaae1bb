package health.webqx.imaging.passing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Who holds bytes of {@link PassingMemory}: whoever is given a buffer of it holds it once, and may let go of it, once, when
 * nothing reads it any more. Of any other buffer nothing of this says anything.
 */
public final class Passing {
    private Passing() {}

    /** One more holds these bytes: a part of a buffer that goes its own way. */
    public static void hold(Buffer buffer) {
        each(bytes(buffer), PassingBytes::retain);
    }

    /** One holds these bytes no longer. */
    public static void letGo(Buffer buffer) {
        each(bytes(buffer), PassingBytes::release);
    }

    /** Nobody reads this: what has come of it is let go of, and no more is asked for. */
    public static void drop(Multi<Buffer> content) {
        content.subscribe().with(Passing::letGo, failure -> {}).cancel();
    }

    /** One behind the other on the heap, where more can be added; what they were of nobody holds for them any longer. */
    public static Buffer onHeap(Buffer first, Buffer second) {
        Buffer both = Buffer.buffer(first.length() + second.length())
                .appendBuffer(first)
                .appendBuffer(second);
        letGo(first);
        letGo(second);
        return both;
    }

    /** The memory a buffer is of; of one put together all that it is of. */
    private static void each(ByteBuf bytes, Consumer<PassingBytes> told) {
        ByteBuf memory = bytes;
        while (memory.unwrap() != null && !(memory instanceof PassingBytes)) {
            memory = memory.unwrap();
        }
        if (memory instanceof PassingBytes passing) {
            told.accept(passing);
        } else if (memory instanceof CompositeByteBuf several) {
            several.forEach(one -> each(one, told));
        }
    }

    /** Of Vert.x 4 the deprecated way is the only one that leads there. */
    @SuppressWarnings("deprecation")
    private static ByteBuf bytes(Buffer buffer) {
        return buffer.getByteBuf();
    }
}
