package health.webqx.imaging;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Fails a test during which something blocked an event loop: Vert.x only warns. */
public final class BlockedEventLoop extends Handler implements QuarkusTestAfterEachCallback {
    private static final String CHECKER = "io.vertx.core.impl.BlockedThreadChecker";

    private final Queue<String> blocked = new ConcurrentLinkedQueue<>();

    /** Made once by Quarkus's test framework. */
    public BlockedEventLoop() {
        Logger.getLogger(CHECKER).addHandler(this);
    }

    @Override
    public void publish(LogRecord warning) {
        blocked.add(warning.getMessage() + " " + warning.getThrown());
    }

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        if (!blocked.isEmpty()) {
            String first = blocked.peek();
            blocked.clear();
            throw new AssertionError("an event loop was blocked: " + first);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
