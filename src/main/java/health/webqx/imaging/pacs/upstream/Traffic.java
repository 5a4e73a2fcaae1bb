package health.webqx.imaging.pacs.upstream;

import health.webqx.imaging.outcome.Failure;
import health.webqx.imaging.outcome.FailureKind;
import health.webqx.imaging.pacs.PacsCondition;
import health.webqx.imaging.pacs.PacsLimits;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Every call to an archive passes here: counted, and judged by how it ends. */
final class Traffic {
    private final Circuit circuit;
    private final Map<Ending, LongAdder> endings = new ConcurrentHashMap<>();
    private final LongAdder retries = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();

    private enum Ending {
        ANSWERED,
        FAILED,
        LATE,
        REFUSED,
        LEFT
    }

    Traffic(PacsLimits limits) {
        this.circuit = new Circuit(limits, System::nanoTime);
    }

    /** A call begins; {@code UNAVAILABLE} when the archive is left alone. */
    Call begin() {
        Call call = new Call();
        try {
            circuit.enter();
        } catch (Failure leftAlone) {
            count(Ending.REFUSED);
            throw leftAlone;
        }
        underWay.incrementAndGet();
        return call;
    }

    void again() {
        retries.increment();
    }

    /** Calls that have not ended. */
    int underWay() {
        return underWay.get();
    }

    PacsCondition condition() {
        Map<String, Long> calls = new HashMap<>();
        for (Ending ending : Ending.values()) {
            calls.put(ending.name().toLowerCase(Locale.ROOT), counter(ending).sum());
        }
        return new PacsCondition(circuit.state(), calls, retries.sum(), bytes.sum(), nanos.sum() / 1e9, underWay.get());
    }

    private void count(Ending ending) {
        counter(ending).increment();
    }

    private LongAdder counter(Ending ending) {
        return endings.computeIfAbsent(ending, none -> new LongAdder());
    }

    /** One call; its first ending counts. */
    final class Call {
        private final long begun = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean alive;

        /** Whether no other call to the archive is under way. */
        boolean isAlone() {
            return underWay.get() <= 1;
        }

        void came(Buffer piece) {
            alive = true;
            bytes.add(piece.length());
        }

        void answered() {
            if (end(Ending.ANSWERED)) {
                circuit.succeeded();
            }
        }

        /** That the archive does not have something, or does not let us, is an answer. */
        void failed(Throwable thrown) {
            if (UpstreamFailures.isTooBusy(thrown)) {
                end(Ending.REFUSED);
            } else if (UpstreamFailures.isAnswer(thrown)) {
                answered();
            } else if (end(isLate(thrown) ? Ending.LATE : Ending.FAILED)) {
                circuit.failed();
            }
        }

        /** Nobody waits for the rest; what has come of it was good. */
        void left() {
            if (end(Ending.LEFT) && alive) {
                circuit.succeeded();
            }
        }

        private boolean end(Ending ending) {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                count(ending);
                underWay.decrementAndGet();
                nanos.add(System.nanoTime() - begun);
            }
            return first;
        }
    }

    private static boolean isLate(Throwable thrown) {
        return UpstreamFailures.translate(thrown).kind() == FailureKind.GATEWAY_TIMEOUT;
    }
}
