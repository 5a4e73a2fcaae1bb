package health.webqx.imaging.pacs.upstream;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Does not let a body stall or drip: within each stretch of waiting for the archive it must give some bytes, and the whole
 * must not take longer than it may. Only the time in which bytes are asked for counts, so that a slow client is no fault of
 * the archive. A body that is too slow has its connection cut, which is then told as a time-out.
 */
final class Pace {
    /** At the default of 30 s half a kilobyte a second: less is no line an image comes over. */
    private static final int LEAST_BYTES = 16 * 1024;

    private static final int LOOKS = 4;

    private final long stretchNanos;
    private final long wholeNanos;
    private final long begun = System.nanoTime();
    private boolean wanted;
    private long demand;
    private long waitingSince = begun;
    private long waited;
    private long bytes;
    private boolean late;

    private Pace(Duration stretch, Duration whole) {
        this.stretchNanos = stretch.toNanos();
        this.wholeNanos = whole.toNanos();
    }

    /**
     * The same body, watched from now on; one that nobody asks for is cut, too.
     *
     * @param stretch longest wait for {@value #LEAST_BYTES} bytes
     * @param whole longest time for all of it
     * @param cut makes the body fail
     */
    static Multi<Buffer> watch(Multi<Buffer> body, Duration stretch, Duration whole, Vertx vertx, Runnable cut) {
        Pace pace = new Pace(stretch, whole);
        long looks = Math.max(1, Math.min(stretch.toMillis(), whole.toMillis()) / LOOKS);
        long timer = vertx.setPeriodic(looks, id -> {
            if (pace.isLate()) {
                vertx.cancelTimer(id);
                cut.run();
            }
        });
        return body.onRequest()
                .invoke(pace::asked)
                .onItem()
                .invoke(pace::came)
                .onTermination()
                .invoke(() -> vertx.cancelTimer(timer))
                .onFailure(failure -> pace.wasLate())
                .transform(failure -> new TimeoutException("the body stalled"));
    }

    private synchronized void asked(long count) {
        wanted = true;
        if (demand == 0) {
            waitingSince = System.nanoTime();
        }
        demand = count > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + count;
    }

    private synchronized void came(Buffer piece) {
        long now = System.nanoTime();
        waited += now - waitingSince;
        waitingSince = now;
        bytes += piece.length();
        if (demand != Long.MAX_VALUE) {
            demand = Math.max(0, demand - 1);
        }
        if (bytes >= LEAST_BYTES) {
            bytes = 0;
            waited = 0;
        }
    }

    private synchronized boolean isLate() {
        long now = System.nanoTime();
        long waiting = waited + (demand > 0 || !wanted ? now - waitingSince : 0);
        late = late || waiting > stretchNanos || now - begun > wholeNanos;
        return late;
    }

    private synchronized boolean wasLate() {
        return late;
    }
}
