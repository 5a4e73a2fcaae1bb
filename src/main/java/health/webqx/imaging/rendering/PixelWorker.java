package health.webqx.imaging.rendering;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where pixels are decoded: as many threads as are set, by default one for each processor, so that a frame's memory is taken
 * that many times at most. Whoever finds too many waiting is told to come again.
 */
@ApplicationScoped
public class PixelWorker {
    private static final int MOST_WAITING = 256;

    private final ThreadPoolExecutor threads;

    PixelWorker(@ConfigProperty(name = "webqx.pixels.threads", defaultValue = "0") int wanted) {
        int count = wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count, count, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                    Thread thread = new Thread(work, "pixels-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work, failing as it does; {@code UNAVAILABLE} when too much is waiting. */
    public <T> Uni<T> run(Callable<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            try {
                threads.execute(() -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception failure) {
                        emitter.fail(failure);
                    } catch (OutOfMemoryError large) {
                        emitter.fail(Failure.of(FailureKind.UNAVAILABLE, "not enough memory to decode this now"));
                    }
                });
            } catch (java.util.concurrent.RejectedExecutionException full) {
                emitter.fail(Failure.of(FailureKind.UNAVAILABLE, "too many images wait to be decoded"));
            }
        });
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
