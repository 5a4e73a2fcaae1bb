package health.webqx.imaging.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a server's process and its children (an embedded database) take, as Linux counts it. */
record ServerProcess(long pid) {
    private static final long TICK_NANOS = 10_000_000;

    /** A twentieth of a processor: what a server takes that looks after itself. */
    private static final double IDLE = 0.05;

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** CPU time of the process and its children, in nanoseconds. */
    long cpuNanos() {
        return family().map(ServerProcess::ticks).sum() * TICK_NANOS;
    }

    /** Returns once the process has been idle for so long, for what it put off is done then; after five minutes in any case. */
    void awaitIdle(Duration time) {
        long begin = System.nanoTime();
        while (!isIdle(time) && System.nanoTime() - begin < LONGEST_REST.toNanos()) {
            // it was asked for a while
        }
    }

    private boolean isIdle(Duration time) {
        long before = cpuNanos();
        sleep(time);
        return cpuNanos() - before < IDLE * time.toNanos();
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted between two cases", e);
        }
    }

    /** Resident memory of the process alone, in MiB. */
    long residentMib() {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private LongStream family() {
        return LongStream.concat(
                LongStream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(ProcessHandle::pid));
    }

    /** User and system time, and that of children that have ended (proc(5): fields 14 to 17). */
    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Stream.of(11, 12, 13, 14)
                .mapToLong(field -> Long.parseLong(fields[field]))
                .sum();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
