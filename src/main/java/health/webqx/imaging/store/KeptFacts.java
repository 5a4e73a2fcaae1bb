package health.webqx.imaging.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What was found of callers, with the stamp it is of; those not asked for the longest go first. Thread-safe. */
final class KeptFacts {
    private static final int OVERHEAD = 512;

    private final long mostBytes;
    private final Map<Record, Kept> byQuestion = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param mostBytes of the facts as they lie in the database; in memory they take some times as much */
    KeptFacts(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * What a question was answered with.
     *
     * @param bytes that the facts are long
     */
    record Kept(UUID stamp, List<CallerFact> facts, long bytes) {}

    /** Whatever stamp it is of. */
    Optional<Kept> find(Record question) {
        synchronized (byQuestion) {
            return Optional.ofNullable(byQuestion.get(question));
        }
    }

    void keep(Record question, Kept kept) {
        synchronized (byQuestion) {
            Kept before = byQuestion.put(question, kept);
            bytes += weight(kept) - (before == null ? 0 : weight(before));
            var eldest = byQuestion.values().iterator();
            while (bytes > mostBytes) {
                bytes -= weight(eldest.next());
                eldest.remove();
            }
        }
    }

    private static long weight(Kept kept) {
        return OVERHEAD + kept.bytes();
    }
}
