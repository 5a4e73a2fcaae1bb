package health.webqx.imaging.pacs;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** A blocking stream read on workers, piece by piece as the reader asks. */
public final class BlockingContent {
    private static final Logger LOG = Logger.getLogger(BlockingContent.class);
    private static final int PIECE = 64 * 1024;

    private BlockingContent() {}

    /** Opened when it is subscribed to, closed when it ends, fails or is cancelled. */
    public static Multi<Buffer> of(Callable<InputStream> opened) {
        return Worker.run(() -> new Reading(opened.call())).onItem().transformToMulti(reading -> Multi.createBy()
                .repeating()
                .uni(() -> Worker.run(reading::next))
                .whilst(piece -> piece.length() == PIECE)
                .filter(piece -> piece.length() > 0)
                .onTermination()
                .invoke(reading::leave));
    }

    /** A stream whose reader may leave while a piece is read: it is closed behind that, for closed under it, it would fail. */
    private static final class Reading {
        private final InputStream in;
        private boolean busy;
        private boolean left;

        Reading(InputStream in) {
            this.in = in;
        }

        Buffer next() throws IOException {
            synchronized (this) {
                if (left) {
                    return Buffer.buffer();
                }
                busy = true;
            }
            try {
                return Buffer.buffer(in.readNBytes(PIECE));
            } finally {
                if (isLeftAfterReading()) {
                    close();
                }
            }
        }

        private synchronized boolean isLeftAfterReading() {
            busy = false;
            return left;
        }

        void leave() {
            synchronized (this) {
                left = true;
                if (busy) {
                    return;
                }
            }
            close();
        }

        private void close() {
            try {
                in.close();
            } catch (IOException e) {
                LOG.debugf(e, "a stream that was read did not close");
            }
        }
    }
}
