package health.webqx.imaging.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import health.webqx.imaging.resource.ResourceKey;
import health.webqx.imaging.store.Reach.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads that found something, to be {@linkplain Recalled recalled}: which row, and under which visibilities it was in reach. A
 * visibility that rests on the row alone says the same of the same row again, so nothing is judged here that was not judged
 * by the database. What is read often stays. Thread-safe, never blocks.
 */
final class KeptReads {
    /** As the resources lie in the database; in memory they take little more. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;

    /** A larger one would take the place of many. */
    private static final long LARGEST_BYTES = MOST_BYTES / 64;

    /** Of how many kinds of callers it is known that a resource is in their reach. */
    private static final int MOST_VISIBILITIES = 8;

    /** A larger one takes longer to compare than to ask for. */
    private static final int LARGEST_VISIBILITY = 40;

    private final Cache<ResourceKey, Kept> byKey = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((ResourceKey key, Kept kept) -> kept.size())
            .executor(Runnable::run)
            .build();

    private record Kept(Recalled recalled, List<Visibility> inReach) {
        private static final int OVERHEAD = 512;
        private static final int CONDITION = 64;
        private static final int PATIENT = 100;

        int size() {
            return OVERHEAD
                    + recalled.found().resource().json().length()
                    + PATIENT * recalled.found().patients().size()
                    + CONDITION * inReach.stream().mapToInt(Visibility::size).sum();
        }
    }

    /** The version that was found last, by whom soever: for who is about to read it, so that it need not be sent again. */
    Optional<Recalled> last(ResourceKey key) {
        return find(key).map(Kept::recalled);
    }

    /** What was found under that visibility. */
    Optional<Recalled> find(ResourceKey key, Visibility visibility) {
        return find(key).filter(kept -> kept.inReach().contains(visibility)).map(Kept::recalled);
    }

    private static boolean isRecalled(Visibility visibility) {
        return Visibility.restsOnRow(visibility) && Visibility.size(visibility) <= LARGEST_VISIBILITY;
    }

    private Optional<Kept> find(ResourceKey key) {
        return Optional.ofNullable(byKey.getIfPresent(key));
    }

    /** That a read under that visibility found this. */
    void keep(Recalled recalled, Visibility visibility) {
        ResourceKey key = recalled.found().resource().key();
        Optional<List<Visibility>> others = find(key)
                .filter(kept -> kept.recalled().mark().equals(recalled.mark()))
                .map(Kept::inReach);
        Optional<Visibility> another = Optional.of(visibility)
                .filter(KeptReads::isRecalled)
                .filter(one -> others.stream().noneMatch(known -> known.contains(one)));
        if (others.isEmpty() || another.isPresent()) {
            put(
                    key,
                    new Kept(
                            recalled,
                            Stream.concat(another.stream(), others.stream().flatMap(List::stream))
                                    .limit(MOST_VISIBILITIES)
                                    .toList()));
        }
    }

    private void put(ResourceKey key, Kept kept) {
        if (kept.size() <= LARGEST_BYTES) {
            byKey.put(key, kept);
        } else {
            forget(key);
        }
    }

    /** That a resource was written: to ask whether what was found of it still holds would be in vain. */
    void forget(ResourceKey key) {
        byKey.invalidate(key);
    }

    /** That a read under that visibility found nothing. */
    void forget(ResourceKey key, Visibility visibility) {
        if (find(key, visibility).isPresent()) {
            forget(key);
        }
    }
}
