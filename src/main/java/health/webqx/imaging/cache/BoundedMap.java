package health.webqx.imaging.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values by key, as many as fit into a number of bytes: what was not used for longest goes first, and nothing stays longer
 * than a time. Thread-safe.
 */
public final class BoundedMap<V> {
    /** One value takes no more than this part of the whole, or a few would drive out all others. */
    private static final int PARTS = 4;

    private final long bound;
    private final Duration keep;
    private final InstantSource clock;
    private final Consumer<V> dropped;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Entry<V>(V value, long size, Instant until) {}

    /**
     * Empty.
     *
     * @param bound bytes of all values together
     * @param dropped told of each value that is not kept any more, outside of any lock
     */
    public BoundedMap(long bound, Duration keep, InstantSource clock, Consumer<V> dropped) {
        this.bound = bound;
        this.keep = keep;
        this.clock = clock;
        this.dropped = dropped;
    }

    /** Bytes that one value may have. */
    long largest() {
        return bound / PARTS;
    }

    /** The value of that key, while it is kept. */
    public Optional<V> find(String key) {
        V old;
        synchronized (entries) {
            Entry<V> entry = entries.get(key);
            if (entry == null) {
                return Optional.empty();
            } else if (clock.instant().isBefore(entry.until())) {
                return Optional.of(entry.value());
            }
            entries.remove(key);
            bytes -= entry.size();
            old = entry.value();
        }
        dropped.accept(old);
        return Optional.empty();
    }

    /** Keeps a value instead of what the key had; one that is too large is dropped at once. */
    public void put(String key, V value, long size) {
        List<V> out = new ArrayList<>();
        synchronized (entries) {
            take(key).ifPresent(out::add);
            if (size > largest()) {
                out.add(value);
            } else {
                entries.put(key, new Entry<>(value, size, clock.instant().plus(keep)));
                bytes += size;
                shrink(out);
            }
        }
        out.forEach(dropped);
    }

    /** Lets go of what the key has. */
    void remove(String key) {
        Optional<V> old;
        synchronized (entries) {
            old = take(key);
        }
        old.ifPresent(dropped);
    }

    /** Lets go of what was kept long enough. */
    void sweep() {
        List<V> out = new ArrayList<>();
        Instant now = clock.instant();
        synchronized (entries) {
            Iterator<Entry<V>> each = entries.values().iterator();
            while (each.hasNext()) {
                Entry<V> entry = each.next();
                if (!now.isBefore(entry.until())) {
                    each.remove();
                    bytes -= entry.size();
                    out.add(entry.value());
                }
            }
        }
        out.forEach(dropped);
    }

    /** Bytes of all values. */
    long bytes() {
        synchronized (entries) {
            return bytes;
        }
    }

    private void shrink(List<V> out) {
        Iterator<Entry<V>> eldest = entries.values().iterator();
        while (bytes > bound && eldest.hasNext()) {
            Entry<V> entry = eldest.next();
            eldest.remove();
            bytes -= entry.size();
            out.add(entry.value());
        }
    }

    private Optional<V> take(String key) {
        Entry<V> entry = entries.remove(key);
        if (entry == null) {
            return Optional.empty();
        }
        bytes -= entry.size();
        return Optional.of(entry.value());
    }
}
