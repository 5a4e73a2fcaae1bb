package health.webqx.imaging.store;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Where somebody goes on who waits for what another one's thread brings: on its own event loop, else all that waited would
 * go on, one after the other, on the thread that brought it.
 *
 * @param context absent for who waits outside of any; it goes on where it is told
 */
public record WayBack(Optional<Context> context) {
    /** The way back to the caller. */
    public static WayBack here() {
        return new WayBack(Optional.ofNullable(Vertx.currentContext()));
    }

    /** Has it go on. */
    public void goOn(Runnable told) {
        context.ifPresentOrElse(there -> there.runOnContext(now -> told.run()), told);
    }
}
