package health.webqx.imaging.passing;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a connection puts what only passes: outside the heap, in pieces that leave as they came, without a copy, and are used
 * again when nobody holds them any more ({@link Passing}). A piece that somebody never lets go of is collected like any other
 * object. Where more is under way than passes at once, what comes is put where it always is, which is copied.
 */
public final class PassingMemory extends AbstractByteBufAllocator {
    /** Bytes of a piece. */
    public static final int PIECE = 256 * 1024;

    /** Pieces of one stream, at most: what waits to be sent, and what comes meanwhile. */
    private static final int UNDER_WAY = 12;

    /** Pieces there are at most, those included that are not collected yet: 64 MiB. */
    private static final int ALL = 256;

    /** Those that wait to be used again. */
    private static final Queue<ByteBuffer> FREE = new ArrayBlockingQueue<>(ALL);

    private static final AtomicInteger THERE = new AtomicInteger();
    private static final AtomicInteger HELD = new AtomicInteger();
    private static final Cleaner COLLECTED = Cleaner.create();
    private static final boolean GUARDED = isGuarded();

    private final ByteBufAllocator usual;
    private final AtomicInteger underWay = new AtomicInteger();

    private PassingMemory(ByteBufAllocator usual) {
        super(true);
        this.usual = usual;
    }

    /** For one stream on a connection that else puts what comes into the usual memory. */
    public static PassingMemory before(ByteBufAllocator usual) {
        return new PassingMemory(usual(usual));
    }

    /**
     * Whether who reads what was let go of is refused. Netty can be told not to look; then nothing may be used again while somebody
     * might err.
     */
    public static boolean isToBeHad() {
        return GUARDED;
    }

    private static boolean isGuarded() {
        try {
            ByteBuf probe = before(ByteBufAllocator.DEFAULT).directBuffer(1).writeByte(0);
            probe.release();
            probe.getByte(0);
            return false;
        } catch (IllegalReferenceCountException refused) {
            return true;
        } catch (RuntimeException | LinkageError | OutOfMemoryError notHere) {
            return false;
        }
    }

    /** What a connection uses that has this one now, or has none of this kind. */
    public static ByteBufAllocator usual(ByteBufAllocator now) {
        return now instanceof PassingMemory passing ? passing.usual : now;
    }

    /** All there is, in bytes: what is under way, what waits to be used again, and what is not collected yet. */
    public static long bytes() {
        return (long) PIECE * THERE.get();
    }

    /** Pieces of all streams that somebody holds; what somebody never lets go of counts for ever. */
    public static int held() {
        return HELD.get();
    }

    /** Pieces of this stream that somebody holds. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return usual.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        boolean fits = initialCapacity <= PIECE && maxCapacity >= PIECE;
        return fits && underWay.get() < UNDER_WAY && (!FREE.isEmpty() || THERE.get() < ALL)
                ? new PassingBytes(this, PIECE, maxCapacity)
                : usual.directBuffer(initialCapacity, maxCapacity);
    }

    /** Pieces are used again, which is what is meant by that. */
    @Override
    public boolean isDirectBufferPooled() {
        return true;
    }

    ByteBuffer take(int capacity) {
        ByteBuffer spare = capacity == PIECE ? FREE.poll() : null;
        ByteBuffer memory = spare == null ? anew(capacity) : spare.clear();
        underWay.incrementAndGet();
        HELD.incrementAndGet();
        return memory;
    }

    private static ByteBuffer anew(int capacity) {
        ByteBuffer memory = ByteBuffer.allocateDirect(capacity);
        THERE.incrementAndGet();
        COLLECTED.register(memory, THERE::decrementAndGet);
        return memory;
    }

    void giveBack(ByteBuffer memory) {
        underWay.decrementAndGet();
        HELD.decrementAndGet();
        if (memory.capacity() == PIECE) {
            FREE.offer(memory);
        }
    }
}
