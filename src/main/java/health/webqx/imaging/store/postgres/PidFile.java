package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a postmaster says of itself in {@code postmaster.pid} (PostgreSQL's {@code utils/pidfile.h}: line 1 process id, 4
 * port, 8 status).
 *
 * @param pid the postmaster's process id
 * @param port where it listens, 0 while it does not yet
 * @param ready whether it takes connections; false while it starts, recovers or stops
 */
record PidFile(long pid, int port, boolean ready) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** The file in a data directory; empty when there is none or it is not written yet. */
    static Optional<PidFile> in(Path data) {
        try {
            return parse(Files.readAllLines(file(data)));
        } catch (IOException | NumberFormatException absentOrHalfWritten) {
            return Optional.empty();
        }
    }

    private static Optional<PidFile> parse(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        int port =
                lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
        boolean ready =
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        return Optional.of(new PidFile(pid, port, ready));
    }

    /**
     * Makes a file left by a dead server harmless. PostgreSQL refuses to start while the process id in the file is alive,
     * whoever has it by now, but not when it is the id of its own parent: that is what we write. The file is kept,
     * because its line 7 names the dead server's shared memory, by which PostgreSQL notices sessions that outlived it.
     * Call only while no postmaster runs on the directory.
     */
    static void disown(Path data) throws IOException {
        Path file = file(data);
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        String ourselves = Long.toString(ProcessHandle.current().pid());
        if (lines.isEmpty()) {
            lines.add(ourselves);
        } else {
            lines.set(0, ourselves);
        }
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }
}
