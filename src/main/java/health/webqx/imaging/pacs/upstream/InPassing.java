package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.passing.PassingMemory;
import io.netty.channel.ChannelConfig;
import io.netty.channel.unix.UnixChannel;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A body that is read into {@link PassingMemory}. Vert.x copies what a connection reads to the heap wherever that lies in
 * memory which its pool would use again; memory that does so only when told to it hands on as it is.
 */
final class InPassing {
    private InPassing() {}

    /**
     * The same body. On a connection that is encrypted, or that several answers share, what comes is not what is read; one that
     * is not the system's own kind may remember where bytes lay when they are to be sent: there all stays as it is.
     */
    static Multi<Buffer> read(Multi<Buffer> body, HttpConnection connection, HttpVersion version) {
        return PassingMemory.isToBeHad()
                        && !connection.isSsl()
                        && version != HttpVersion.HTTP_2
                        && connection instanceof ConnectionBase base
                        && base.channel() instanceof UnixChannel
                ? read(body, base.channel().config())
                : body;
    }

    private static Multi<Buffer> read(Multi<Buffer> body, ChannelConfig reading) {
        AtomicReference<PassingMemory> memory = new AtomicReference<>();
        return body.onSubscription()
                .invoke(() -> {
                    memory.set(PassingMemory.before(reading.getAllocator()));
                    reading.setAllocator(memory.get());
                })
                .onTermination()
                .invoke(() -> {
                    PassingMemory ended = memory.get();
                    // the connection may have its next answer by now, which may pass, too
                    if (ended != null && reading.getAllocator() == ended) {
                        reading.setAllocator(ended.usual());
                    }
                });
    }
}
