package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The main process of a running server, ours by its command line. The handle stands for that very process: should its id
 * go to another one, nothing here touches that.
 *
 * @param process the process
 * @param data the data directory it serves
 */
record Postmaster(ProcessHandle process, Path data) {
    private static final Logger LOG = Logger.getLogger(Postmaster.class);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration SIGNALLING = Duration.ofSeconds(10);

    /** Time to close sessions and write a last checkpoint of at most 96 MB of buffers to a slow disk. */
    private static final Duration FAST_STOP = Duration.ofSeconds(30);

    private static final Duration HARD_STOP = Duration.ofSeconds(5);

    /**
     * The server that runs on a data directory, if one does: started by a service that was killed. It is looked for among
     * the processes, not in {@code postmaster.pid}: an id there may have gone to a stranger, and a server that was just
     * started has not written it yet.
     */
    static Optional<Postmaster> on(Path data) {
        Map<Long, ProcessHandle> found = new HashMap<>();
        ProcessHandle.allProcesses()
                .filter(process -> serves(process, data))
                .forEach(process -> found.put(process.pid(), process));
        // A session has its parent's command line for the moment before it sets a title of its own.
        return found.values().stream()
                .filter(process -> process.parent()
                        .filter(parent -> found.containsKey(parent.pid()))
                        .isEmpty())
                .findFirst()
                .map(process -> new Postmaster(process, data));
    }

    /** Whether the process lives; one that ended and that nobody waits for does not. */
    boolean isRunning() {
        return process.isAlive() && !isZombie();
    }

    /** What it says of itself in its data directory; empty until it says anything. */
    Optional<PidFile> status() {
        return PidFile.in(data).filter(file -> file.pid() == process.pid());
    }

    /**
     * Stops the server in order: sessions are ended, everything is written, the next start has nothing to recover. If that
     * takes too long it is stopped as by a crash, which loses nothing either but costs recovery. Blocks, at most 45 s.
     */
    void stop(PostgresBinaries binaries, ServerAccount account) throws InterruptedException {
        if (signal("INT", binaries, account) && hasEnded(FAST_STOP)) {
            return;
        }
        LOG.warnf("PostgreSQL on %s does not stop in order", data);
        if (signal("QUIT", binaries, account) && hasEnded(HARD_STOP)) {
            return;
        }
        process.destroyForcibly();
        if (!hasEnded(HARD_STOP)) {
            LOG.errorf("PostgreSQL on %s, process %d, cannot be stopped", data, process.pid());
        }
    }

    private boolean hasEnded(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
        return true;
    }

    /** Java itself can only send TERM, on which PostgreSQL waits for all clients to leave. */
    private boolean signal(String name, PostgresBinaries binaries, ServerAccount account) throws InterruptedException {
        if (!isRunning()) {
            return true;
        }
        List<String> kill = List.of(binaries.program("pg_ctl"), "kill", name, Long.toString(process.pid()));
        Program.Outcome outcome = Program.run(account.command(kill), Path.of("/"), SIGNALLING);
        return outcome.succeeded() || !isRunning();
    }

    private static boolean serves(ProcessHandle process, Path data) {
        List<String> line = commandLine(process);
        int directory = line.indexOf("-D");
        return directory > 0
                && directory + 1 < line.size()
                && line.get(directory + 1).equals(data.toString())
                && line.get(0).matches(".*[/\\\\]postgres(\\.exe)?");
    }

    /** On Linux read here: Java leaves out the arguments when it may not see the program of another account's process. */
    private static List<String> commandLine(ProcessHandle process) {
        Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            if (Files.exists(line)) {
                return List.of(new String(Files.readAllBytes(line), StandardCharsets.UTF_8).split("\0"));
            }
        } catch (IOException endedMeanwhile) {
            return List.of();
        }
        return process.info()
                .arguments()
                .map(arguments -> Stream.concat(process.info().command().stream(), Arrays.stream(arguments))
                        .toList())
                .orElse(List.of());
    }

    /** State Z in {@code /proc/<pid>/stat} (proc(5)), behind the program's name, which ends with the last parenthesis. */
    private boolean isZombie() {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.exists(stat) ? Files.readString(stat, StandardCharsets.ISO_8859_1) : "";
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException endedMeanwhile) {
            return false;
        }
    }
}
