package health.webqx.imaging.pacs.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;

/**
 * An event loop that is not the caller's: what is long is received on the one and sent on the other, so that a single study
 * has two processors. Only Vert.x itself knows its loops, in a package that may change.
 */
final class OtherLoop {
    private OtherLoop() {}

    /** Runs the work on another loop; on the caller's where there is but one, or at once where the caller is on none. */
    static void run(Vertx vertx, Runnable work) {
        ContextInternal here = ContextInternal.current();
        if (here == null) {
            work.run();
            return;
        }
        // they take turns: of two that follow each other one is another
        ContextInternal next = ((VertxInternal) vertx).createEventLoopContext();
        ContextInternal other = next.nettyEventLoop().equals(here.nettyEventLoop())
                ? ((VertxInternal) vertx).createEventLoopContext()
                : next;
        other.runOnContext(there -> work.run());
    }
}
