package health.webqx.imaging.sandbox.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Things remembered for a while, by unguessable names; only so many, and the eldest goes first. Thread-safe. */
final class Expiring<V> {
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>();
    private final int most;

    private record Entry<V>(V value, Instant until) {}

    Expiring(int most) {
        this.most = most;
    }

    /** Remembers it, in place of what had that name. */
    synchronized void put(String name, V value, Duration lifetime) {
        entries.remove(name);
        sweep();
        if (entries.size() >= most) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(name, new Entry<>(value, Instant.now().plus(lifetime)));
    }

    /** Remembers it unless the name is taken or there is no room: nothing is forgotten early for it. */
    synchronized boolean putIfNew(String name, V value, Duration lifetime) {
        sweep();
        if (entries.containsKey(name) || entries.size() >= most) {
            return false;
        }
        entries.put(name, new Entry<>(value, Instant.now().plus(lifetime)));
        return true;
    }

    /** What has that name and has not expired. */
    synchronized Optional<V> find(String name) {
        Entry<V> entry = entries.get(name);
        return entry == null || !Instant.now().isBefore(entry.until()) ? Optional.empty() : Optional.of(entry.value());
    }

    /** The same, for the last time. */
    synchronized Optional<V> take(String name) {
        Optional<V> found = find(name);
        entries.remove(name);
        return found;
    }

    private void sweep() {
        Instant now = Instant.now();
        entries.values().removeIf(entry -> !now.isBefore(entry.until()));
    }
}
