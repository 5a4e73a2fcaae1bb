package health.webqx.imaging.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a server wrote to its logs since a moment: why it did not start. */
final class ServerLog {
    private final Path folder;
    private final Map<Path, Long> before;

    private ServerLog(Path folder, Map<Path, Long> before) {
        this.folder = folder;
        this.before = before;
    }

    /** Follows the logs of a folder from now on. */
    static ServerLog from(Path folder) throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "postgres-*.log")) {
            for (Path log : logs) {
                sizes.put(log, Files.size(log));
            }
        }
        return new ServerLog(folder, sizes);
    }

    /** Where the server's words go until its own logging has started. */
    static Path firstWords(Path folder) {
        return folder.resolve("start.log");
    }

    /** The lines written since. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(firstWords(folder))) {
            lines.addAll(Files.readAllLines(firstWords(folder), StandardCharsets.ISO_8859_1));
        }
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "postgres-*.log")) {
            for (Path log : logs) {
                lines.addAll(added(log));
            }
        }
        return lines;
    }

    /** The line that says why a program of PostgreSQL gave up; its last line if none says so. */
    static String reason(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .findFirst()
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .orElse("it gave no reason")
                .strip();
    }

    /** A file of last week is emptied before it is written to again. */
    private List<String> added(Path log) throws IOException {
        byte[] content = Files.readAllBytes(log);
        long known = before.getOrDefault(log, 0L);
        int start = known > content.length ? 0 : (int) known;
        return new String(content, start, content.length - start, StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }
}
