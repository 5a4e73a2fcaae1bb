package health.webqx.imaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import health.webqx.imaging.passing.PassingMemory;
import io.netty.buffer.ByteBufAllocator;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
    private static final int PIECES = 100;

    private final AtomicInteger written = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Handler<Void> drain = nothing -> {};
    private int stream = -1;
    private Future<Void> write = Future.succeededFuture();

    /** The event loop may send all that waits just while a worker asks whether there is room. */
    @Test
    void goesOnWhenRoomComesWhileItLooksForIt() {
        StreamedAnswer.send(
                response(),
                Multi.createFrom().range(0, PIECES).map(i -> Buffer.buffer(new byte[2048])),
                why -> assertThat(why).isNull());

        assertThat(written).hasValue(PIECES);
        assertThat(ended).isTrue();
    }

    /** A piece whose write goes on is held; one whose write failed is nobody's any more. */
    @Test
    void holdsWhatPassesWhileItIsWritten() {
        write = Promise.<Void>promise().future();
        assertThat(underWayAfterSending()).isEqualTo(1);
        write = Future.failedFuture("the client left");
        assertThat(underWayAfterSending()).isZero();
    }

    /** Over HTTP/2 some of it may wait to be sent though its write has failed. */
    @Test
    void copiesWhatPassesForHttp2() {
        stream = 1;
        write = Promise.<Void>promise().future();
        assertThat(underWayAfterSending()).isZero();
        assertThat(written).hasValue(1);
    }

    private int underWayAfterSending() {
        PassingMemory memory = PassingMemory.before(ByteBufAllocator.DEFAULT);
        Buffer piece = Buffer.buffer(memory.ioBuffer(2048).writeZero(2048));
        StreamedAnswer.send(response(), Multi.createFrom().item(piece), why -> {});
        return memory.underWay();
    }

    private HttpServerResponse response() {
        return (HttpServerResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServerResponse.class}, this::answer);
    }

    @SuppressWarnings("unchecked")
    private Object answer(Object proxy, Method method, Object... arguments) {
        switch (method.getName()) {
            case "headers" -> {
                return MultiMap.caseInsensitiveMultiMap();
            }
            case "drainHandler" -> {
                drain = (Handler<Void>) arguments[0];
                return proxy;
            }
            case "writeQueueFull" -> {
                drain.handle(null);
                return true;
            }
            case "write" -> {
                written.incrementAndGet();
                return write;
            }
            case "streamId" -> {
                return stream;
            }
            case "end" -> ended.set(true);
            default -> {
                return proxy;
            }
        }
        return null;
    }
}
