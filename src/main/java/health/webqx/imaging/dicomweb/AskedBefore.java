package health.webqx.imaging.dicomweb;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was asked for a while ago at most: what is asked for again may be wanted often, and is worth keeping. Thread-safe.
 */
@ApplicationScoped
class AskedBefore {
    private static final Duration WHILE = Duration.ofMinutes(2);
    private static final int REMEMBERED = 10_000;

    private final Map<String, Instant> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether that was asked for; it is from now on. */
    boolean isSo(String key) {
        Instant now = Instant.now();
        Instant before;
        synchronized (asked) {
            before = asked.put(key, now);
        }
        return before != null && !before.plus(WHILE).isBefore(now);
    }
}
