package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.passing.PassingMemory;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A body that is read into {@link PassingMemory}. Vert.x copies what a connection reads to the heap wherever that lies in
 * memory which its pool would use again; memory that does so only when told to it hands on as it is.
 */
final class InPassing {
    private InPassing() {}

    /**
     * The same body. On a connection that is encrypted, or that several answers share, what comes is not what is read, and all
     * stays as it is.
     */
    static Multi<Buffer> read(Multi<Buffer> body, HttpConnection connection, HttpVersion version) {
        if (connection.isSsl() || version == HttpVersion.HTTP_2 || !(connection instanceof ConnectionBase base)) {
            return body;
        }
        ChannelConfig reading = base.channel().config();
        ByteBufAllocator usual = reading.getAllocator();
        // the connection may have its next answer by then: a piece of that is never let go of, and collected
        return body.onSubscription()
                .invoke(() -> reading.setAllocator(new PassingMemory()))
                .onTermination()
                .invoke(() -> reading.setAllocator(usual));
    }
}
