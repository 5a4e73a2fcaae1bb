package health.webqx.imaging.passing;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a connection puts what only passes: outside the heap, in pieces that leave as they came, without a copy, and are used
 * again when nobody holds them any more ({@link Passing}). A piece that somebody never lets go of is collected like any other
 * object, so that forgetting costs time and nothing else. Where more is under way than passes at once, what comes is put where
 * it always is, which is copied.
 */
public final class PassingMemory extends AbstractByteBufAllocator {
    /** Bytes of a piece. */
    public static final int PIECE = 256 * 1024;

    /** Pieces of one stream, at most: what waits to be sent, and what comes meanwhile. */
    private static final int UNDER_WAY = 12;

    /** Pieces that wait to be used again, of all streams. */
    private static final int SPARE = 32;

    private static final Queue<ByteBuffer> FREE = new ArrayBlockingQueue<>(SPARE);

    private final AtomicInteger underWay = new AtomicInteger();

    /** For one stream. */
    public PassingMemory() {
        super(true);
    }

    /** Pieces that somebody holds. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return Unpooled.buffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        if (initialCapacity <= PIECE && maxCapacity >= PIECE && underWay.get() < UNDER_WAY) {
            return new PassingBytes(this, PIECE, maxCapacity);
        }
        return PooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    /** Pieces are used again, which is what is meant by that. */
    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    ByteBuffer take(int capacity) {
        underWay.incrementAndGet();
        ByteBuffer spare = capacity == PIECE ? FREE.poll() : null;
        return spare == null ? ByteBuffer.allocateDirect(capacity) : spare.clear();
    }

    void giveBack(ByteBuffer memory) {
        underWay.decrementAndGet();
        if (memory.capacity() == PIECE) {
            FREE.offer(memory);
        }
    }
}
