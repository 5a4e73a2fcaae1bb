package health.webqx.imaging.http;

import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A body that lies in a file, sent by the kernel, with something before and behind it. Vert.x sends nothing but whole files, and
 * none where answers may be compressed; of a connection only its own package tells the channel, and may change.
 */
public final class FileAnswer {
    /** A client that is slow is told from one that takes nothing by what was sent to it; only whole regions count as sent. */
    private static final long REGION = 1 << 20;

    private FileAnswer() {}

    /** Whether it can be sent so: in plain HTTP/1, where the kernel's bytes are what goes over the wire. */
    public static boolean suits(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && request.connection() instanceof ConnectionBase connection
                && !connection.isSsl()
                && !connection.isTrafficShaped();
    }

    /**
     * Sends it as the response's body, on the request's event loop; status and headers are set already, and the type is none that
     * is compressed.
     *
     * @param size of the file, in bytes; more than none
     * @param done called once, when the file is not needed any more
     * @param brokenOff told why, once, when not all of it was sent
     */
    public static void send(
            RoutingContext to,
            Buffer before,
            Path file,
            long size,
            Buffer behind,
            Runnable done,
            Consumer<String> brokenOff) {
        HttpServerResponse response = to.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(before.length() + size + behind.length()));
        if (to.request().method().equals(HttpMethod.HEAD)) {
            done.run();
            response.end();
            return;
        }
        ConnectionBase connection = (ConnectionBase) to.request().connection();
        response.write(before);
        write(connection, file, size).addListener(sent -> {
            done.run();
            if (sent.isSuccess()) {
                response.end(behind);
            } else {
                brokenOff.accept(
                        sent.cause() instanceof FileNotFoundException
                                ? "the file is gone"
                                : StreamedAnswer.CLIENT_LEFT);
                connection.close();
            }
        });
    }

    /** Region by region; one that fails closes the connection, and so fails the last. */
    private static ChannelPromise write(ConnectionBase connection, Path file, long size) {
        ChannelPromise last = connection.channelHandlerContext().newPromise();
        for (long from = 0; from < size; from += REGION) {
            long count = Math.min(REGION, size - from);
            ChannelPromise sent = from + count == size
                    ? last
                    : connection.channelHandlerContext().newPromise();
            connection.writeToChannel(new DefaultFileRegion(file.toFile(), from, count), sent);
        }
        return last;
    }
}
