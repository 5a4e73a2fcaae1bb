package health.webqx.imaging.passing;

import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import java.nio.ByteBuffer;

/** A piece of {@link PassingMemory}. */
final class PassingBytes extends UnpooledUnsafeDirectByteBuf {
    PassingBytes(PassingMemory memory, int initialCapacity, int maxCapacity) {
        super(memory, initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuffer allocateDirect(int initialCapacity) {
        return ((PassingMemory) alloc()).take(initialCapacity);
    }

    @Override
    protected void freeDirect(ByteBuffer memory) {
        ((PassingMemory) alloc()).giveBack(memory);
    }
}
