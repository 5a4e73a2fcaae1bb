package health.webqx.imaging.http;

import health.webqx.imaging.passing.InOne;
import health.webqx.imaging.passing.Passing;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream into a response with back-pressure: the next piece is asked for when the client has room. A failure resets
 * the connection, so that what came is never taken for the whole; a client that leaves cancels the stream.
 */
public final class StreamedAnswer implements Flow.Subscriber<Buffer> {
    /** Why not all was sent: what was to be sent failed. */
    public static final String SOURCE_FAILED = "the archive broke off";

    /** Why not all was sent: nobody was there to take it. */
    static final String CLIENT_LEFT = "the client left";

    /** Fewer bytes go with what follows them: a line end is not worth a packet. */
    private static final int WORTH_SENDING = 1024;

    /** Bytes that may wait to be sent: enough that the source goes on while the client takes them. */
    private static final int UNDER_WAY = 512 * 1024;

    private final HttpServerResponse response;
    private final Consumer<String> brokenOff;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Whether the next piece is asked for once there is room. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private Flow.@Nullable Subscription source;
    private Buffer unsent = Buffer.buffer();

    private StreamedAnswer(HttpServerResponse response, Consumer<String> brokenOff) {
        this.response = response;
        this.brokenOff = brokenOff;
    }

    /**
     * Sends the content as the response's body; status and headers are set already.
     *
     * @param brokenOff told why, once, when not all of it was sent
     */
    public static void send(HttpServerResponse response, Multi<Buffer> content, Consumer<String> brokenOff) {
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        response.setWriteQueueMaxSize(UNDER_WAY);
        StreamedAnswer answer = new StreamedAnswer(response, brokenOff);
        response.drainHandler(drained -> answer.goOn());
        response.closeHandler(closed -> answer.clientLeft());
        response.exceptionHandler(failure -> answer.clientLeft());
        content.subscribe().withSubscriber(answer);
    }

    /** As {@link #send(HttpServerResponse, Multi, Consumer)}; for HEAD the content is let go of, and the answer ends. */
    public static void send(RoutingContext to, Multi<Buffer> content, Consumer<String> brokenOff) {
        if (to.request().method().equals(HttpMethod.HEAD)) {
            Passing.drop(content);
            to.response().end();
        } else {
            send(to.response(), content, brokenOff);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(Buffer piece) {
        if (ended.get()) {
            Passing.letGo(piece);
            return;
        }
        if (unsent.length() + piece.length() < WORTH_SENDING) {
            unsent.appendBuffer(piece);
            Passing.letGo(piece);
            requestNext();
            return;
        }
        write(InOne.of(unsent, sendable(piece)));
        unsent = Buffer.buffer();
        // pieces come on workers: room that is there before it is waited for is seen here, room that comes later is
        // told
        waiting.set(true);
        if (!response.writeQueueFull()) {
            goOn();
        }
    }

    private void write(Buffer bytes) {
        response.write(bytes).onComplete(over -> Passing.letGo(bytes));
    }

    /**
     * What may be held until its write is over. In HTTP/2 that can fail while a part of the bytes still waits to be sent, so there
     * they are copied.
     */
    private Buffer sendable(Buffer piece) {
        if (response.streamId() < 0) {
            return piece;
        }
        Buffer copy = Buffer.buffer(piece.getBytes());
        Passing.letGo(piece);
        return copy;
    }

    private void goOn() {
        if (waiting.compareAndSet(true, false)) {
            requestNext();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            response.reset();
            brokenOff.accept(SOURCE_FAILED);
        }
    }

    @Override
    public void onComplete() {
        if (ended.compareAndSet(false, true)) {
            response.end(unsent);
        }
    }

    private void requestNext() {
        if (source != null && !ended.get()) {
            source.request(1);
        }
    }

    private void clientLeft() {
        if (ended.compareAndSet(false, true)) {
            if (source != null) {
                source.cancel();
            }
            brokenOff.accept(CLIENT_LEFT);
        }
    }
}
