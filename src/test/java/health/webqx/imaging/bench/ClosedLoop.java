package health.webqx.imaging.bench;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** As many callers as connections, each sending its next request when the answer to the last one is there. */
final class ClosedLoop {
    private final Vertx vertx;
    private final Connection connection;
    private final int callers;

    ClosedLoop(Vertx vertx, Connection connection, int callers) {
        this.vertx = vertx;
        this.connection = connection;
        this.callers = callers;
    }

    /** Times of all calls that ended within that many seconds, in nanoseconds, sorted. */
    long[] run(Case measured, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Caller> running = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Caller caller = new Caller(measured, new java.util.SplittableRandom(System.nanoTime() + i), end);
            running.add(caller);
            vertx.runOnContext(start -> caller.next());
        }
        long[] times = running.stream()
                .map(caller -> caller.done.join())
                .flatMapToLong(Arrays::stream)
                .toArray();
        Arrays.sort(times);
        return times;
    }

    /** Times of one call of each caller, all sent at once, in nanoseconds, sorted. */
    long[] once(Case measured) {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Call call = measured.calls().next(new java.util.SplittableRandom(i));
            long sent = System.nanoTime();
            calls.add(connection
                    .drain(call)
                    .map(end -> System.nanoTime() - sent)
                    .toCompletionStage()
                    .toCompletableFuture());
        }
        return calls.stream().mapToLong(CompletableFuture::join).sorted().toArray();
    }

    private final class Caller {
        private final Case measured;
        private final RandomGenerator random;
        private final long end;
        private final CompletableFuture<long[]> done = new CompletableFuture<>();
        private long[] times = new long[1024];
        private int count;

        Caller(Case measured, RandomGenerator random, long end) {
            this.measured = measured;
            this.random = random;
            this.end = end;
        }

        void next() {
            Call call = measured.calls().next(random);
            long sent = System.nanoTime();
            connection.drain(call).onFailure(done::completeExceptionally).onSuccess(drained -> {
                long now = System.nanoTime();
                if (now > end) {
                    done.complete(Arrays.copyOf(times, count));
                    return;
                }
                if (count == times.length) {
                    times = Arrays.copyOf(times, count * 2);
                }
                times[count++] = now - sent;
                next();
            });
        }
    }
}
