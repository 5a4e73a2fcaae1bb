package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.passing.PassingMemory;
import io.netty.channel.ChannelConfig;
import io.netty.channel.unix.UnixChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A connection that reads into {@link PassingMemory} while one answer comes. Vert.x copies what a connection reads to the heap
 * wherever that lies in memory which its pool would use again; memory that does so only when told to it hands on as it is.
 */
final class InPassing {
    private InPassing() {}

    /**
     * A connection for an answer that does not pass. An earlier one may not have been read to its end by who asked for it, while
     * all of it has come and the connection is free.
     */
    static Runnable none(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            ChannelConfig reading = base.channel().config();
            if (reading.getAllocator() instanceof PassingMemory earlier) {
                reading.setAllocator(PassingMemory.usual(earlier));
            }
        }
        return () -> {};
    }

    /**
     * From now on. On a connection that is encrypted, or that several answers share, what comes is not what is read; one that is
     * not the system's own kind may remember where bytes lay when they are to be sent: there all stays as it is.
     *
     * @return that the answer has ended, however; may be told more than once
     */
    static Runnable begin(HttpConnection connection, HttpVersion version) {
        return PassingMemory.isToBeHad()
                        && !connection.isSsl()
                        && version != HttpVersion.HTTP_2
                        && connection instanceof ConnectionBase base
                        && base.channel() instanceof UnixChannel
                ? begin(base.channel().config())
                : none(connection);
    }

    private static Runnable begin(ChannelConfig reading) {
        PassingMemory memory = PassingMemory.before(reading.getAllocator());
        reading.setAllocator(memory);
        return () -> {
            // the connection may have its next answer by now, which may pass, too
            if (reading.getAllocator() == memory) {
                reading.setAllocator(PassingMemory.usual(memory));
            }
        };
    }
}
