package health.webqx.imaging.cache;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that several want at the same time is done once for all of them. Who comes later begins anew. Thread-safe. */
final class SingleFlight<T> {
    private final Map<String, Uni<T>> underWay = new ConcurrentHashMap<>();

    /** What the work for that key gives or fails with; it goes on when one who waits for it leaves. */
    Uni<T> join(String key, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> underWay.computeIfAbsent(key, absent -> Uni.createFrom()
                        .deferred(work::get)
                        .onTermination()
                        .invoke(() -> underWay.remove(absent))
                        .memoize()
                        .indefinitely()));
    }
}
