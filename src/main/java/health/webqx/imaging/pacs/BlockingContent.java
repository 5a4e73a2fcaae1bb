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
        return Worker.run(opened).onItem().transformToMulti(in -> Multi.createBy()
                .repeating()
                .uni(() -> Worker.run(() -> Buffer.buffer(in.readNBytes(PIECE))))
                .whilst(piece -> piece.length() == PIECE)
                .filter(piece -> piece.length() > 0)
                .onTermination()
                .invoke(() -> close(in)));
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debugf(e, "a stream that was read did not close");
        }
    }
}
