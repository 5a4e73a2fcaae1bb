package health.webqx.imaging.dicomweb;

import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;

/** A content read as a blocking stream, for a worker; pieces are asked for as they are read. */
final class ContentStream extends InputStream {
    /** Pieces that may wait to be read. */
    private static final int AHEAD = 4;

    private final Queue<Buffer> waiting = new ArrayBlockingQueue<>(AHEAD);
    private final Stream<Buffer> source;
    private final Iterator<Buffer> pieces;
    private Buffer piece = Buffer.buffer();
    private int position;

    ContentStream(Multi<Buffer> content) {
        source = content.subscribe().asStream(AHEAD, () -> waiting);
        pieces = source.iterator();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        while (position == piece.length()) {
            if (!pieces.hasNext()) {
                return -1;
            }
            piece = pieces.next();
            position = 0;
        }
        int count = Math.min(length, piece.length() - position);
        piece.getBytes(position, position + count, into, offset);
        position += count;
        if (position == piece.length()) {
            Passing.letGo(piece);
            piece = Buffer.buffer();
            position = 0;
        }
        return count;
    }

    /** Cancels what has not been read. */
    @Override
    public void close() {
        source.close();
        Passing.letGo(piece);
        piece = Buffer.buffer();
        position = 0;
        for (Buffer unread = waiting.poll(); unread != null; unread = waiting.poll()) {
            Passing.letGo(unread);
        }
    }
}
