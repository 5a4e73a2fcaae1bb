package health.webqx.imaging.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** What is told of a cache at {@code /q/metrics}: how often it had what was asked for, and how much it holds. */
final class CacheMeters {
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Counter hits;
    private final Counter misses;

    private CacheMeters(Counter hits, Counter misses) {
        this.hits = hits;
        this.misses = misses;
    }

    static CacheMeters of(String cache, MeterRegistry registry, Supplier<Number> bytes) {
        Gauge.builder("webqx.cache.bytes", bytes)
                .description("Bytes a cache holds, in memory and on disk")
                .tags("cache", cache)
                .register(registry);
        return new CacheMeters(counter(cache, "hit", registry), counter(cache, "miss", registry));
    }

    private static Counter counter(String cache, String result, MeterRegistry registry) {
        return Counter.builder("webqx.cache.requests")
                .description("Requests to a cache, by whether it had the answer")
                .tags("cache", cache, "result", result)
                .register(registry);
    }

    void hit() {
        hits.increment();
    }

    void miss() {
        misses.increment();
    }

    /** What was kept long enough goes even when nobody asks for anything. */
    static void sweepNowAndThen(Vertx vertx, BoundedMap<?>... maps) {
        vertx.setPeriodic(SWEEP.toMillis(), timer -> {
            for (BoundedMap<?> map : maps) {
                map.sweep();
            }
        });
    }
}
