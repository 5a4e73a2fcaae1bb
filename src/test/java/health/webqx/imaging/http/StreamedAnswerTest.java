package health.webqx.imaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
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

    /** The event loop may send all that waits just while a worker asks whether there is room. */
    @Test
    void goesOnWhenRoomComesWhileItLooksForIt() {
        HttpServerResponse response = (HttpServerResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServerResponse.class}, this::answer);

        StreamedAnswer.send(
                response,
                Multi.createFrom().range(0, PIECES).map(i -> Buffer.buffer(new byte[2048])),
                why -> assertThat(why).isNull());

        assertThat(written).hasValue(PIECES);
        assertThat(ended).isTrue();
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
                return Future.succeededFuture();
            }
            case "end" -> ended.set(true);
            default -> {
                return proxy;
            }
        }
        return null;
    }
}
